import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { z } from "zod";
import { THEMES } from "../stores/session-state.ts";
import { sessionStore } from "../stores/session-store.ts";
import { followTheme } from "../shell/theme.ts";
import "../ui/tokens.css";
import "../ui/base.css";
import { showMadeUpRun } from "./cards/made-up-run.ts";
import { Gallery } from "./gallery.tsx";

// The page's policy forbids making code from text, which zod otherwise tries.
z.config({ jitless: true });

const wanted = new URLSearchParams(location.search).get("theme");
const theme = THEMES.find((each) => each === wanted);
if (theme !== undefined) sessionStore.setState({ theme });
followTheme(sessionStore);
showMadeUpRun();

const root = document.getElementById("root");
if (root) {
  createRoot(root).render(
    <StrictMode>
      <Gallery />
    </StrictMode>,
  );
}

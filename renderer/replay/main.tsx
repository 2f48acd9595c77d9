import "./random-uuid.ts";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { z } from "zod";
import { followTheme } from "../shell/theme.ts";
import { sessionStore } from "../stores/session-store.ts";
import "../ui/tokens.css";
import "../ui/base.css";
import "../ui/button.css";
import { Player } from "./player.tsx";
import { readRecording } from "./read-recording.ts";
import { createTransport } from "./transport.ts";

// The page's policy forbids making code from text, which zod otherwise tries.
z.config({ jitless: true });

const root = document.getElementById("root");
const text = document.getElementById("recording")?.textContent ?? "";
if (root) {
  followTheme(sessionStore);
  try {
    const recording = await readRecording(text);
    const transport = createTransport(recording);
    createRoot(root).render(
      <StrictMode>
        <Player recording={recording} transport={transport} />
      </StrictMode>,
    );
  } catch (error) {
    root.textContent = error instanceof Error ? error.message : String(error);
  }
}

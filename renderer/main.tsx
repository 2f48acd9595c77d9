import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { z } from "zod";
import { App } from "./app.tsx";
import { startWindow } from "./shell/start-window.ts";
import "./ui/tokens.css";
import "./ui/base.css";

// The page's policy forbids making code from text, which zod otherwise tries.
z.config({ jitless: true });

const root = document.getElementById("root");
if (root) {
  startWindow();
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}

import { StrictMode, startTransition } from "react";
import { createRoot } from "react-dom/client";
import "./ui/tokens.css";
import "./ui/base.css";

// Parts that are fetched together and evaluated one by one: while the last is read and shown, the one before it already asks the engine for the design.
const [reading, starting, showing] = [import("../design/document/load.ts"), import("./shell/start-window.ts"), import("./app.tsx")];

const root = document.getElementById("root");
if (root) {
  await reading;
  (await starting).startWindow();
  const { App } = await showing;
  // As a transition, the window is rendered bit by bit: what arrives meanwhile does not wait for all of it.
  startTransition(() =>
    createRoot(root).render(
      <StrictMode>
        <App />
      </StrictMode>,
    ),
  );
}

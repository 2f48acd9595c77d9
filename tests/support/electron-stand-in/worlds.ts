/** What is put into every page before its own scripts. */
import { makeBridgeEnd } from "./bridge-end.ts";
import { makeRendererSide } from "./renderer-side.ts";

export const BINDING = "__standInToMain";
export const RECEIVER = "__standInReceive";
const WINDOW_OPEN = "stand-in:window-open";

/**
 * The script of the main world: the far end of the bridge, and a `window.open` that only asks, since Electron's
 * answers null when the app refuses. A popup that Chromium made and that is closed before its first script ran
 * can leave the page that opened it paused for ever: they share a process.
 */
export function mainWorldScript(): string {
  return `if (window === window.top) {
  (${makeBridgeEnd.toString()})("stand-in:main", "stand-in:preload");
  window.open = (url = "") => {
    window.dispatchEvent(new CustomEvent("${WINDOW_OPEN}", { detail: new URL(url, document.baseURI).href }));
    return null;
  };
}`;
}

/** The script of the preload's world: Electron's renderer side, then the preload as CommonJS. */
export function preloadWorldScript(preload: string): string {
  return `if (window === window.top) {
  const bridge = (${makeBridgeEnd.toString()})("stand-in:preload", "stand-in:main");
  const electron = (${makeRendererSide.toString()})(bridge, ${JSON.stringify(BINDING)}, ${JSON.stringify(RECEIVER)}, "${WINDOW_OPEN}");
  const process = { type: "renderer", sandboxed: true, platform: ${JSON.stringify(process.platform)} };
  (function (require, module, exports, process) { ${preload}
  })(() => electron, { exports: {} }, {}, process);
}`;
}

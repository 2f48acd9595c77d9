/** What is put into every page before its own scripts. */
import { makeBridgeEnd } from "./bridge-end.ts";
import { makeRendererSide } from "./renderer-side.ts";

export const BINDING = "__standInToMain";
export const RECEIVER = "__standInReceive";

/** The script of the main world: only the far end of the bridge. */
export function mainWorldScript(): string {
  return `if (window === window.top) (${makeBridgeEnd.toString()})("stand-in:main", "stand-in:preload");`;
}

/** The script of the preload's world: Electron's renderer side, then the preload as CommonJS. */
export function preloadWorldScript(preload: string): string {
  return `if (window === window.top) {
  const bridge = (${makeBridgeEnd.toString()})("stand-in:preload", "stand-in:main");
  const electron = (${makeRendererSide.toString()})(bridge, ${JSON.stringify(BINDING)}, ${JSON.stringify(RECEIVER)});
  const process = { type: "renderer", sandboxed: true, platform: ${JSON.stringify(process.platform)} };
  (function (require, module, exports, process) { ${preload}
  })(() => electron, { exports: {} }, {}, process);
}`;
}

import type { DesktopTheme, DocumentState, EngineState, FileFilter, MenuItem, PickedPath } from "../engine/contract/desktop.ts";

/** What the page waits for before the shell may send it: kept back until then. */
export type ListeningTopic = "open-file" | "close-requested";

/** What the page may call, and with what. The preload sends it, `calls.ts` checks it, `ipc.ts` answers it. */
export interface DesktopCalls {
  "dialog:open": { input: { filters?: readonly FileFilter[] }; output: PickedPath | null };
  "dialog:save": { input: { suggestedName: string; filters?: readonly FileFilter[] }; output: PickedPath | null };
  "dialog:folder": { input: null; output: PickedPath | null };
  "menu:set": { input: readonly MenuItem[]; output: void };
  "document:set": { input: DocumentState; output: void };
  "theme:set": { input: DesktopTheme; output: void };
  "close:answer": { input: boolean; output: void };
  "engine:request-port": { input: null; output: void };
  "listening": { input: ListeningTopic; output: void };
}
export type CallName = keyof DesktopCalls;

/** What the shell sends to the page. `engine-port` carries a MessagePort and no data. */
export interface DesktopEvents {
  "command": string;
  "open-file": string;
  "close-requested": null;
  "engine-state": EngineState;
}
export type EventName = keyof DesktopEvents;

/** The channel on which the engine's port is handed to the preload. */
export const ENGINE_PORT_CHANNEL = "spillway:engine-port";

/** A call's channel name on the wire. */
export function callChannel(name: CallName): string {
  return `spillway:call:${name}`;
}

/** An event's channel name on the wire. */
export function eventChannel(name: EventName): string {
  return `spillway:event:${name}`;
}

import { contextBridge, ipcRenderer, type IpcRendererEvent } from "electron";
import type { DesktopBridge } from "../engine/contract/desktop.ts";
import {
  callChannel,
  ENGINE_PORT_CHANNEL,
  eventChannel,
  type CallName,
  type DesktopCalls,
  type DesktopEvents,
  type EventName,
  type ListeningTopic,
} from "./channels.ts";

/** The same text as `ENGINE_PORT_MESSAGE`; a value import would bundle zod into the preload. */
const enginePortMessage: typeof import("../engine/contract/desktop.ts").ENGINE_PORT_MESSAGE = "spillway:engine-port";

function call<Name extends CallName>(name: Name, input: DesktopCalls[Name]["input"]): Promise<DesktopCalls[Name]["output"]> {
  return ipcRenderer.invoke(callChannel(name), input) as Promise<DesktopCalls[Name]["output"]>;
}

/** For calls without an answer: a refusal is a bug, and is said in the console. */
function tell<Name extends CallName>(name: Name, input: DesktopCalls[Name]["input"]): void {
  call(name, input).catch((error: unknown) => console.error(error));
}

function subscribe<Name extends EventName>(name: Name, handler: (value: DesktopEvents[Name]) => void): () => void {
  function listener(_event: IpcRendererEvent, value: DesktopEvents[Name]): void {
    handler(value);
  }
  ipcRenderer.on(eventChannel(name), listener);
  return () => {
    ipcRenderer.removeListener(eventChannel(name), listener);
  };
}

function listen<Name extends EventName & ListeningTopic>(name: Name, handler: (value: DesktopEvents[Name]) => void): () => void {
  const unsubscribe = subscribe(name, handler);
  tell("listening", name);
  return unsubscribe;
}

const bridge: DesktopBridge = {
  platform: process.platform as DesktopBridge["platform"],
  requestEnginePort: () => tell("engine:request-port", null),
  openDialog: (filters) => call("dialog:open", filters === undefined ? {} : { filters }),
  saveDialog: (suggestedName, filters) =>
    call("dialog:save", filters === undefined ? { suggestedName } : { suggestedName, filters }),
  folderDialog: () => call("dialog:folder", null),
  setMenu: (items) => tell("menu:set", items),
  setDocument: (state) => tell("document:set", state),
  setTheme: (theme) => tell("theme:set", theme),
  onCommand: (handler) => subscribe("command", handler),
  onOpenFile: (handler) => listen("open-file", handler),
  onCloseRequested: (handler) => listen("close-requested", () => handler()),
  confirmClose: () => tell("close:answer", true),
  cancelClose: () => tell("close:answer", false),
  onEngineState: (handler) => subscribe("engine-state", handler),
};

contextBridge.exposeInMainWorld("spillwayDesktop", bridge);

// A MessagePort cannot cross the context bridge; it can be transferred to the page's own world.
ipcRenderer.on(ENGINE_PORT_CHANNEL, (event) => {
  window.postMessage({ type: enginePortMessage }, window.location.origin, event.ports);
});

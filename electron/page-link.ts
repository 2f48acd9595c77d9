import type { BrowserWindow, MessagePortMain } from "electron";
import { ENGINE_PORT_CHANNEL, eventChannel, type DesktopEvents, type EventName } from "./channels.ts";

/** The one window, while there is one, and what may be sent to its page. */
export interface PageLink {
  current(): BrowserWindow | null;
  attach(window: BrowserWindow): void;
  /** Sends an event to the page; without a window it is dropped. */
  send<Name extends EventName>(name: Name, value: DesktopEvents[Name]): void;
  /** Hands a port to the page; without a window it is closed. */
  sendPort(port: MessagePortMain): void;
}

/** A link that follows the window: it forgets one that was closed. */
export function createPageLink(): PageLink {
  let window: BrowserWindow | null = null;

  function current(): BrowserWindow | null {
    return window === null || window.isDestroyed() ? null : window;
  }

  return {
    current,
    attach(opened) {
      window = opened;
      opened.once("closed", () => {
        if (window === opened) window = null;
      });
    },
    send(name, value) {
      current()?.webContents.send(eventChannel(name), value);
    },
    sendPort(port) {
      const shown = current();
      if (shown === null) port.close();
      else shown.webContents.postMessage(ENGINE_PORT_CHANNEL, null, [port]);
    },
  };
}

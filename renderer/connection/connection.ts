import type { DesktopBridge } from "../../engine/contract/desktop.ts";
import { createReconnectingClient, type ConnectionStatus, type ReconnectingClient } from "../../engine/contract/reconnecting-client.ts";
import { connectEngine } from "../../engine/contract/websocket-transport.ts";
import { createDesktopConnector } from "./desktop-port.ts";
import { createRefusalWatch, isPageServed } from "./refusal-watch.ts";

declare global {
  interface Window {
    /** There in the desktop app only. */
    readonly spillwayDesktop?: DesktopBridge;
  }
}

/** The desktop shell that hosts this window, if one does. */
export function desktopBridge(): DesktopBridge | undefined {
  return window.spillwayDesktop;
}

/**
 * Connects to the engine by the shell's port on a desktop, else by a WebSocket to the host that served the page. `onRefused`
 * is called when that host does not take the page's token; the connection is closed then.
 */
export function connectToEngine(onStatus: (status: ConnectionStatus) => void, onRefused: () => void): ReconnectingClient {
  const bridge = desktopBridge();
  if (bridge) return createReconnectingClient({ connect: createDesktopConnector(bridge, window), onStatus });
  const watch = createRefusalWatch(isPageServed, () => {
    client.close();
    onRefused();
  });
  const client = connectEngine(webSocketUrl(window.location.href), tokenOf(window.location.hash), (status) => {
    onStatus(status);
    watch(status);
  });
  return client;
}

/** The engine's address beside the page: `ws://127.0.0.1:PORT/engine`. */
export function webSocketUrl(pageUrl: string): string {
  const url = new URL("/engine", pageUrl);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  url.hash = "";
  url.search = "";
  return url.href;
}

/** The token in a page's fragment (`#token=…`), or nothing. */
export function tokenOf(hash: string): string {
  return new URLSearchParams(hash.replace(/^#/, "")).get("token") ?? "";
}

import type { Transport } from "./client.ts";
import { SUBPROTOCOL, TOKEN_PREFIX } from "./message.ts";
import { createReconnectingClient, type ConnectionStatus, type ReconnectingClient, type Timers } from "./reconnecting-client.ts";

/** The part of a browser's `WebSocket` that is used here; the `ws` package's fits it too. */
export interface WebSocketLike {
  onopen: ((event: never) => void) | null;
  onmessage: ((event: never) => void) | null;
  onclose: ((event: never) => void) | null;
  onerror: ((event: never) => void) | null;
  send(text: string): void;
  close(): void;
}

export type WebSocketConstructor = new (url: string, protocols: string[]) => WebSocketLike;

/** What tests replace; a browser's own where it is left out. */
export interface ConnectOptions {
  readonly WebSocket?: WebSocketConstructor;
  readonly timers?: Timers;
}

/**
 * Opens a WebSocket to the engine host and resolves once it is open; rejects when it cannot be opened (a browser does
 * not tell why). The token travels as a subprotocol: a URL would show up in logs and histories.
 */
export function openWebSocketTransport(url: string, token: string, WebSocketClass?: WebSocketConstructor): Promise<Transport> {
  const Constructor = WebSocketClass ?? (globalThis as unknown as { WebSocket: WebSocketConstructor }).WebSocket;
  return new Promise((resolve, reject) => {
    const socket = new Constructor(url, [SUBPROTOCOL, `${TOKEN_PREFIX}${token}`]);
    const messageListeners = new Set<(message: unknown) => void>();
    /** What came before somebody listened. */
    const early: unknown[] = [];
    const closeListeners = new Set<() => void>();
    socket.onopen = () =>
      resolve({
        send: (message) => socket.send(JSON.stringify(message)),
        onMessage(listener) {
          messageListeners.add(listener);
          for (const message of early.splice(0)) listener(message);
        },
        onClose: (listener) => void closeListeners.add(listener),
        close: () => socket.close(),
      });
    socket.onmessage = (event: { data: unknown }) => {
      const message = parseJson(event.data);
      if (messageListeners.size === 0) early.push(message);
      for (const listener of messageListeners) listener(message);
    };
    socket.onclose = () => {
      reject(new Error("The connection was refused or closed."));
      for (const listener of closeListeners) listener();
      closeListeners.clear();
    };
    socket.onerror = () => reject(new Error("The connection failed."));
  });
}

/**
 * A client of the engine host at `url` (`ws://127.0.0.1:PORT/engine`) that outlives its connections: it reconnects with
 * a back-off of 0.25 to 5 s and keeps its subscriptions. See {@link createReconnectingClient} for what becomes of calls.
 */
export function connectEngine(
  url: string,
  token: string,
  onStatus: (status: ConnectionStatus) => void = () => {},
  options: ConnectOptions = {},
): ReconnectingClient {
  return createReconnectingClient({
    connect: () => openWebSocketTransport(url, token, options.WebSocket),
    onStatus,
    timers: options.timers,
  });
}

/** Undefined for what is no JSON; the client ignores it. */
function parseJson(data: unknown): unknown {
  if (typeof data !== "string") return undefined;
  try {
    return JSON.parse(data);
  } catch {
    return undefined;
  }
}

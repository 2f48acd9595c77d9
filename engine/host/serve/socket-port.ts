import { WebSocket, type RawData } from "ws";
import type { HostMessage } from "../../contract/message.ts";
import type { HostPort } from "../outbox.ts";

/** Every item goes to all screens: its text is made once. */
const texts = new WeakMap<HostMessage, string>();

/** A screen on a WebSocket. Text that is no JSON arrives as undefined, which the host refuses with an answer. */
export function socketPort(socket: WebSocket): HostPort {
  const drainListeners = new Set<() => void>();
  return {
    send(message) {
      if (socket.readyState !== WebSocket.OPEN) return;
      socket.send(textOf(message), () => {
        for (const listener of drainListeners) listener();
      });
    },
    backlogBytes: () => socket.bufferedAmount,
    onDrain: (listener) => void drainListeners.add(listener),
    onMessage: (listener) => void socket.on("message", (data, isBinary) => listener(isBinary ? undefined : parse(data))),
    onClose: (listener) => void socket.on("close", listener),
    close: () => socket.close(1001, "Spillway is closing."),
  };
}

function textOf(message: HostMessage): string {
  const known = texts.get(message);
  if (known !== undefined) return known;
  const text = JSON.stringify(message);
  texts.set(message, text);
  return text;
}

function parse(data: RawData): unknown {
  try {
    return Buffer.isBuffer(data) ? JSON.parse(data.toString("utf8")) : undefined;
  } catch {
    return undefined;
  }
}

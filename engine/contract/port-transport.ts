import type { Transport } from "./client.ts";

/** The part of a browser's `MessagePort` that is used here. */
export interface MessagePortLike {
  onmessage: ((event: never) => void) | null;
  postMessage(message: unknown): void;
  /** Part of the standard since 2024; older browsers never call it. */
  addEventListener?(type: "close", listener: () => void): void;
  close(): void;
}

/** A port's transport, and a way to say that the engine behind it is gone, which not every port can tell. */
export interface PortTransport extends Transport {
  lost(): void;
}

/** The contract over a MessagePort. Messages wait in the port until `onMessage` is called. */
export function createPortTransport(port: MessagePortLike): PortTransport {
  const closeListeners = new Set<() => void>();

  function lost(): void {
    const listeners = [...closeListeners];
    closeListeners.clear();
    for (const listener of listeners) listener();
  }

  port.addEventListener?.("close", lost);
  return {
    send: (message) => port.postMessage(message),
    onMessage(listener) {
      // Setting the handler starts the port.
      port.onmessage = (event: { data: unknown }) => listener(event.data);
    },
    onClose: (listener) => void closeListeners.add(listener),
    close() {
      port.close();
      lost();
    },
    lost,
  };
}

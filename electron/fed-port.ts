import type { PortLike, PortMessage } from "../engine/contract/desktop-process.ts";

/** A port that its owner feeds: what comes before `start()` is kept back, in order. */
export interface FedPort extends PortLike {
  feed(message: PortMessage): void;
}

/** Makes a port whose outgoing messages go to `send`. */
export function createFedPort(send: (message: unknown) => void): FedPort {
  const listeners: ((message: PortMessage) => void)[] = [];
  const waiting: PortMessage[] = [];
  let isStarted = false;

  function feed(message: PortMessage): void {
    if (!isStarted) waiting.push(message);
    else for (const listener of listeners) listener(message);
  }

  return {
    feed,
    postMessage: send,
    on(event: "message" | "close", listener: ((message: PortMessage) => void) | (() => void)) {
      // It never closes: when the app goes, this process goes with it.
      if (event === "message") listeners.push(listener);
    },
    start() {
      isStarted = true;
      for (const message of waiting.splice(0)) feed(message);
    },
    close() {
      listeners.length = 0;
    },
  };
}

/** A worker's way to its host. */
export interface ParentLink {
  send(message: unknown): void;
  /** Messages that come before the first listener are kept. */
  onMessage(listener: (message: unknown) => void): void;
}

/** The parts of Electron's ports used here: a utility process has `process.parentPort` instead of IPC. */
interface ElectronPort {
  postMessage(message: unknown): void;
  on(event: "message", listener: (message: { data: unknown; ports: readonly ElectronPort[] }) => void): unknown;
  on(event: "close", listener: () => void): unknown;
  start(): void;
}

/**
 * Connects a worker process to the host that started it: over Node's IPC, or over the port that the desktop app hands
 * over. Without its host a worker is of no use: `end` is called when the connection closes, and ends the process.
 */
export function connectToParent(end: () => void = () => process.exit(0)): ParentLink {
  const { parentPort } = process as unknown as { parentPort?: ElectronPort | null };
  return parentPort ? linkOverPort(parentPort, end) : linkOverIpc(end);
}

function linkOverIpc(end: () => void): ParentLink {
  const inbox = createInbox();
  process.on("message", inbox.deliver);
  process.on("disconnect", end);
  // Started by hand there is no host.
  if (process.send === undefined) setImmediate(end);
  return {
    send(message) {
      if (process.connected) process.send?.(message, undefined, {}, () => {});
    },
    onMessage: inbox.listen,
  };
}

function linkOverPort(parentPort: ElectronPort, end: () => void): ParentLink {
  const inbox = createInbox();
  const outgoing: unknown[] = [];
  let port: ElectronPort | null = null;
  parentPort.on("message", ({ ports }) => {
    const [given] = ports;
    if (port !== null || given === undefined) return;
    port = given;
    given.on("message", ({ data }) => inbox.deliver(data));
    given.on("close", end);
    given.start();
    for (const message of outgoing.splice(0)) given.postMessage(message);
  });
  return {
    send: (message) => (port === null ? void outgoing.push(message) : port.postMessage(message)),
    onMessage: inbox.listen,
  };
}

interface Inbox {
  readonly deliver: (message: unknown) => void;
  readonly listen: (listener: (message: unknown) => void) => void;
}

function createInbox(): Inbox {
  const early: unknown[] = [];
  const listeners = new Set<(message: unknown) => void>();
  return {
    deliver(message: unknown) {
      if (listeners.size === 0) early.push(message);
      for (const listener of listeners) listener(message);
    },
    listen(listener: (message: unknown) => void) {
      listeners.add(listener);
      for (const message of early.splice(0)) listener(message);
    },
  };
}

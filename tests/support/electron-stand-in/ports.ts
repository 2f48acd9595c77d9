import { EventEmitter } from "node:events";

export interface PortEvent {
  data: unknown;
  ports: MessagePortMain[];
}

/** One end of a channel between processes. Silent until started, as Electron's. */
export class MessagePortMain extends EventEmitter {
  peer: MessagePortMain | null = null;
  #waiting: PortEvent[] = [];
  #isStarted = false;
  #isClosed = false;

  postMessage(data: unknown, transfer: MessagePortMain[] = []): void {
    const event = { data: structuredClone(data), ports: transfer };
    const peer = this.peer;
    if (!this.#isClosed && peer !== null) queueMicrotask(() => peer.#receive(event));
  }

  start(): void {
    this.#isStarted = true;
    for (const event of this.#waiting.splice(0)) this.emit("message", event);
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    const peer = this.peer;
    if (peer !== null) queueMicrotask(() => peer.#peerClosed());
  }

  #receive(event: PortEvent): void {
    if (this.#isStarted) this.emit("message", event);
    else this.#waiting.push(event);
  }

  #peerClosed(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.emit("close");
  }
}

export class MessageChannelMain {
  readonly port1 = new MessagePortMain();
  readonly port2 = new MessagePortMain();

  constructor() {
    this.port1.peer = this.port2;
    this.port2.peer = this.port1;
  }
}

/** What goes over the wire for ports that were transferred to another process. */
export type PortWire =
  | { kind: "port"; id: number; data: unknown; ports: number[] }
  | { kind: "port-close"; id: number };

/** Keeps the ports that were transferred to one remote (a page or a child) and passes their messages. */
export class PortRelay {
  readonly #ports = new Map<number, MessagePortMain>();
  readonly #send: (wire: PortWire) => void;
  #lastId = 0;

  constructor(send: (wire: PortWire) => void) {
    this.#send = send;
  }

  /** Moves a port to the remote; the remote knows it by the id returned. Start it once the id is on its way. */
  take(port: MessagePortMain): number {
    const id = ++this.#lastId;
    this.#ports.set(id, port);
    port.on("message", ({ data, ports }: PortEvent) => {
      this.#send({ kind: "port", id, data, ports: ports.map((inner) => this.take(inner)) });
      for (const inner of ports) inner.start();
    });
    port.on("close", () => {
      if (this.#ports.delete(id)) this.#send({ kind: "port-close", id });
    });
    return id;
  }

  /** Takes what the remote sent on one of its ports. */
  receive(wire: PortWire): void {
    const port = this.#ports.get(wire.id);
    if (wire.kind === "port") port?.postMessage(wire.data);
    else if (this.#ports.delete(wire.id)) port?.close();
  }

  /** The remote is gone. */
  closeAll(): void {
    const ports = [...this.#ports.values()];
    this.#ports.clear();
    for (const port of ports) port.close();
  }
}

/** Loaded first in a utility child: gives it the `process.parentPort` it has under Electron. */
import { EventEmitter } from "node:events";
import type { ChildWire } from "./utility-process.ts";

const toParent = process.send?.bind(process);
const ports = new Map<number, RemotePort>();

function send(wire: ChildWire): void {
  if (process.connected) toParent?.(wire);
}

/** A port whose other end is in another process. */
class RemotePort extends EventEmitter {
  readonly #id: number;
  #waiting: unknown[] = [];
  #isStarted = false;

  constructor(id: number) {
    super();
    this.#id = id;
    ports.set(id, this);
  }

  postMessage(data: unknown): void {
    if (ports.has(this.#id)) send({ kind: "port", id: this.#id, data, ports: [] });
  }

  start(): void {
    this.#isStarted = true;
    for (const event of this.#waiting.splice(0)) this.emit("message", event);
  }

  close(): void {
    if (ports.delete(this.#id)) send({ kind: "port-close", id: this.#id });
  }

  receive(event: unknown): void {
    if (this.#isStarted) this.emit("message", event);
    else this.#waiting.push(event);
  }
}

class ParentPort extends EventEmitter {
  #waiting: unknown[] = [];

  constructor() {
    super();
    // Kept back until somebody listens, as Electron does.
    this.on("newListener", (name) => {
      if (name === "message") setImmediate(() => this.#waiting.splice(0).forEach((event) => this.emit("message", event)));
    });
  }

  postMessage(data: unknown): void {
    send({ kind: "message", data, ports: [] });
  }

  receive(event: unknown): void {
    if (this.listenerCount("message") > 0 && this.#waiting.length === 0) this.emit("message", event);
    else this.#waiting.push(event);
  }
}

const parentPort = new ParentPort();

process.on("message", (raw) => {
  const wire = raw as ChildWire;
  if (wire.kind === "port-close") {
    const port = ports.get(wire.id);
    if (ports.delete(wire.id)) port?.emit("close");
    return;
  }
  const event = { data: wire.data, ports: wire.ports.map((id) => new RemotePort(id)) };
  if (wire.kind === "port") ports.get(wire.id)?.receive(event);
  else parentPort.receive(event);
});
process.once("disconnect", () => process.exit(0));

// Under Electron there is no child-process IPC beside it.
process.send = undefined;
Object.assign(process, { parentPort, type: "utility" });

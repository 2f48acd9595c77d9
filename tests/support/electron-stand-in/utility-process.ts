import { fork, type ChildProcess } from "node:child_process";
import { EventEmitter } from "node:events";
import { constants } from "node:os";
import { PortRelay, type MessagePortMain, type PortWire } from "./ports.ts";

/** What goes between this process and a utility child, beside what its ports carry. */
export type ChildWire = PortWire | { kind: "message"; data: unknown; ports: number[] };

/** A utility process as a Node child, whose `process.parentPort` is made by `utility-child.ts`. */
class UtilityProcess extends EventEmitter {
  pid: number | undefined;
  readonly #child: ChildProcess;
  readonly #relay: PortRelay;

  constructor(modulePath: string, args: string[]) {
    super();
    this.#child = fork(modulePath, args, {
      execArgv: ["--import", new URL("utility-child.js", import.meta.url).href],
      serialization: "advanced",
      stdio: ["ignore", "inherit", "inherit", "ipc"],
    });
    this.#relay = new PortRelay((wire) => this.#send(wire));
    this.#child.once("spawn", () => {
      this.pid = this.#child.pid;
      this.emit("spawn");
    });
    this.#child.on("message", (wire) => this.#receive(wire as ChildWire));
    this.#child.once("exit", (code, signal) => {
      this.pid = undefined;
      this.#relay.closeAll();
      this.emit("exit", code ?? constants.signals[signal ?? "SIGTERM"]);
    });
  }

  postMessage(data: unknown, transfer: MessagePortMain[] = []): void {
    this.#send({ kind: "message", data, ports: transfer.map((port) => this.#relay.take(port)) });
    for (const port of transfer) port.start();
  }

  kill(): boolean {
    return this.#child.kill();
  }

  #send(wire: ChildWire): void {
    if (this.#child.connected) this.#child.send(wire, () => undefined);
  }

  #receive(wire: ChildWire): void {
    if (wire.kind === "message") this.emit("message", wire.data);
    else this.#relay.receive(wire);
  }
}

export const utilityProcess = {
  fork: (modulePath: string, args: string[] = []) => new UtilityProcess(modulePath, args),
};

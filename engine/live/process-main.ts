import { messageOf } from "../../design/errors.ts";
import { connectToParent } from "../host/parent-link.ts";
import { parseWorkerArguments } from "../host/worker-arguments.ts";
import { logOf } from "../telemetry/log.ts";
import { loggingLink } from "./logging-link.ts";
import type { HostLink, ToProcess } from "./messages.ts";
import { RunProcess, type Part } from "./run-process.ts";

/** Runs a part of a flow in this process until the host says that it is over or goes away. */
export function runPart(part: Part): void {
  const { zone } = parseWorkerArguments(process.argv.slice(2));
  const parent = connectToParent();
  const link: HostLink = { send: (message) => parent.send(message), onMessage: (listener) => parent.onMessage((message) => listener(message as ToProcess)) };
  serve(part, part === "load" ? "load" : `zone ${zone}`, logged(link, part, zone), () => process.exit(0));
}

/** The link of a process that writes a log, where the environment asks for one. */
export function logged(link: HostLink, part: Part, zone: string | undefined): HostLink {
  const log = logOf(process.env, { process: part === "load" ? "load" : "worker", zone: part === "load" ? undefined : zone });
  return log ? loggingLink(link, log) : link;
}

/** The same over any link to a host. */
export function serve(part: Part, name: string, link: HostLink, exit: () => void): void {
  let running: RunProcess | undefined;
  link.onMessage((message) => {
    if (message.type === "init") {
      running = new RunProcess(message, part, name, link);
      running.start().catch((error: unknown) => link.send({ type: "failed", message: messageOf(error) }));
    } else if (message.type === "end") {
      void end(running, message.drains === true).then(exit);
    } else {
      running?.handle(message);
    }
  });
}

async function end(running: RunProcess | undefined, drains: boolean): Promise<void> {
  if (drains) await running?.drain();
  await running?.close();
}

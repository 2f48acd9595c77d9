import { MessageChannelMain, utilityProcess, type MessagePortMain } from "electron";
import type { EngineState } from "../engine/contract/desktop.ts";
import { createEngineLink, type EngineLink } from "./engine-link.ts";
import type { AppPaths } from "./paths.ts";
import { createWorkerSpawner } from "./worker-spawner.ts";

export interface EngineOptions {
  paths: AppPaths;
  args: string[];
  deliverPort(port: MessagePortMain): void;
  report(state: EngineState): void;
}

/** The engine host as a utility process, with the worker processes that it asks for. */
export function createEngine(options: EngineOptions): EngineLink {
  function createChannel(): MessageChannelMain {
    return new MessageChannelMain();
  }
  const spawner = createWorkerSpawner<MessagePortMain>({
    fork: (entry, args) =>
      utilityProcess.fork(options.paths.workers[entry], args, { serviceName: `Spillway ${entry}` }),
    createChannel,
  });
  return createEngineLink<MessagePortMain>({
    fork: () => utilityProcess.fork(options.paths.engine, options.args, { serviceName: "Spillway engine" }),
    createChannel,
    deliverPort: (port) => options.deliverPort(port),
    report: (state) => options.report(state),
    onMessage: (engine, message) => spawner.handle(engine, message),
    onExit: () => spawner.killAll(),
    now: () => performance.now(),
  });
}

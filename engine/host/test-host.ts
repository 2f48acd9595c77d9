import { join } from "node:path";
import { AppError } from "../../design/errors.ts";
import type { Design } from "../../design/document/schema.ts";
import { createEngineClient, type EngineClient } from "../contract/client.ts";
import type { HostMessage } from "../contract/message.ts";
import { createForecaster } from "../forecast/forecaster.ts";
import { createFakeExecutor, type FakeExecutor } from "./fake-executor.ts";
import { createHost, type Host, type HostOptions } from "./host.ts";
import type { HostPort } from "./outbox.ts";
import type { RedisService } from "./redis-service.ts";

/** A design that a test starts; `readDesign` below takes anything with a name for one. */
export const testDesign: Design = { format: "spillway", version: 1, name: "test", nodes: [], edges: [] };

/** A Redis that is there. */
export function readyRedis(): RedisService {
  return { state: () => ({ status: "ready" }), onState: () => {}, url: async () => "/tmp/none.sock", close: async () => {} };
}

/** A host on fake executors, whose data lies in `folder`. */
export interface TestHost {
  readonly host: Host;
  /** Every executor made, newest last. */
  readonly executors: FakeExecutor[];
  readonly logged: unknown[];
}

export function createTestHost(folder: string, changes: Partial<HostOptions> & { starting?: () => Promise<void> } = {}): TestHost {
  const executors: FakeExecutor[] = [];
  const logged: unknown[] = [];
  let runs = 0;
  const host = createHost({
    redis: readyRedis(),
    createExecutor(mode, options, listener) {
      const executor = createFakeExecutor(mode, options, listener, changes.starting);
      executors.push(executor);
      return executor;
    },
    startForecaster: createForecaster,
    discover: () => Promise.reject(new AppError("redis-refused", "There is no Redis.")),
    checkExport: () => Promise.resolve(null),
    readDesign(value) {
      if (typeof value === "object" && value !== null && "name" in value) return value as Design;
      throw new AppError("design-invalid", "This is no design.");
    },
    paths: { data: join(folder, "data"), examples: join(folder, "examples"), start: folder },
    version: "1.2.3",
    newRunId: () => `run-${++runs}`,
    now: () => 1000,
    log: (error) => logged.push(error),
    ...changes,
  });
  return { host, executors, logged };
}

/** A screen's end of a connection in memory; `backlog` plays a slow one. */
export interface TestScreen {
  readonly client: EngineClient;
  /** Everything that the host sent, in order. */
  readonly received: HostMessage[];
  backlog: number;
  /** The backlog has gone. */
  drain(): void;
  /** Sends the host something raw. */
  send(message: unknown): void;
}

export function connectScreen(host: Host): TestScreen {
  const received: HostMessage[] = [];
  let toHost: (message: unknown) => void = () => {};
  let toClient: (message: unknown) => void = () => {};
  const closed = { host: () => {}, client: () => {} };
  const drainListeners: (() => void)[] = [];
  const client = createEngineClient({
    send: (message) => toHost(message),
    onMessage: (listener) => void (toClient = listener),
    onClose: (listener) => void (closed.client = listener),
    close: () => closed.host(),
  });
  const screen: TestScreen = {
    client,
    received,
    backlog: 0,
    drain() {
      screen.backlog = 0;
      for (const listener of drainListeners) listener();
    },
    send: (message) => toHost(message),
  };
  const port: HostPort = {
    send(message) {
      received.push(message);
      toClient(message);
    },
    backlogBytes: () => screen.backlog,
    onDrain: (listener) => void drainListeners.push(listener),
    onMessage: (listener) => void (toHost = listener),
    onClose: (listener) => void (closed.host = listener),
    close: () => closed.client(),
  };
  host.connect(port);
  return screen;
}

import { cpus } from "node:os";
import type { Design } from "../../design/document/schema.ts";
import type { StreamItem, StreamName } from "../contract/api.ts";
import type { discoverQueues } from "../redis/discover/discover.ts";
import type { ExportCounts } from "../telemetry/otlp-exporter.ts";
import { answer, type Handlers } from "./answer.ts";
import { createExportChecks, type CheckExport } from "./exports/checks.ts";
import { createWrittenExports } from "./exports/written-exports.ts";
import { createKeptReports } from "./kept-reports.ts";
import { createDiscoveries } from "./discoveries.ts";
import { createRecentFiles } from "./files/recent-files.ts";
import { createRecoveryStore } from "./files/recovery-store.ts";
import { exportHandlers } from "./handlers/export-handlers.ts";
import { discoveryHandlers } from "./handlers/discovery-handlers.ts";
import { fileHandlers } from "./handlers/file-handlers.ts";
import { preferenceHandlers } from "./handlers/preference-handlers.ts";
import { recoveryHandlers } from "./handlers/recovery-handlers.ts";
import { createPreferences } from "./preferences.ts";
import { createQuestions } from "./questions.ts";
import { whatIfHandlers } from "./handlers/what-if-handlers.ts";
import { webhookHandlers } from "./handlers/webhook-handlers.ts";
import { createApprovedWebhooks } from "./approved-webhooks.ts";
import { reportHandlers } from "./handlers/report-handlers.ts";
import { runHandlers } from "./handlers/run-handlers.ts";
import { createOutbox, type HostPort, type Outbox } from "./outbox.ts";
import type { StartForecaster } from "./forecast-thread.ts";
import type { RedisService } from "./redis-service.ts";
import { createRuns, type CreateExecutor } from "./runs.ts";

export interface HostOptions {
  readonly redis: RedisService;
  readonly createExecutor: CreateExecutor;
  /** Forecasts beside live runs, and answers what-if questions. */
  readonly startForecaster: StartForecaster;
  /** What the formats' own checkers say of an export. */
  readonly checkExport: CheckExport;
  /** Looks through somebody's Redis. */
  readonly discover: typeof discoverQueues;
  /** The design of a request, checked; throws an AppError that says what is wrong with it. */
  readonly readDesign: (value: unknown, path?: string) => Design;
  readonly paths: {
    /** The app's own folder: recent files, preferences, unsaved work, what exports have written. */
    readonly data: string;
    readonly examples: string;
    /** Where the file dialogs begin. */
    readonly start: string;
  };
  readonly version: string;
  /** The design to open first. */
  readonly open?: string;
  readonly newRunId: () => string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Gets what is a bug. */
  readonly log: (error: unknown) => void;
  /** What became of spans, where they go to an OTLP receiver. */
  readonly spans?: (() => ExportCounts) | undefined;
}

/** The engine host without any transport. */
export interface Host {
  /** Serves a screen until its port closes. It is told at once where things stand. */
  connect(port: HostPort): void;
  /** The present or last run in Prometheus' text format; empty before the first. */
  metrics(): Promise<string>;
  /** Ends the run and Redis, then closes the connections. Idempotent. */
  close(): Promise<void>;
}

const RUN_END_MS = 5000;

/** Serves the contract to any number of screens: answers each one's calls, and sends the streams to all. */
export function createHost(options: HostOptions): Host {
  const { redis, paths, log } = options;
  const screens = new Map<HostPort, Outbox>();
  let closing: Promise<void> | undefined;

  function publish<Name extends StreamName>(stream: Name, item: StreamItem<Name>): void {
    for (const outbox of screens.values()) outbox.sendItem(stream, item);
  }

  const keptReports = createKeptReports(paths.data);
  const runs = createRuns({ ...options, publish, keptReports });
  const questions = createQuestions({ ...options, publish: (item) => publish("whatIf", item) });
  const discoveries = createDiscoveries({ discover: options.discover, publish: (item) => publish("discovery", item), log });
  const handlers: Handlers = {
    hello: () => ({
      version: options.version,
      platform: process.platform,
      cpus: cpus().length,
      redis: redis.state(),
      open: options.open,
      run: runs.state(),
    }),
    ...fileHandlers({ recent: createRecentFiles(paths.data, options.now), examplesFolder: paths.examples, startFolder: paths.start }),
    ...exportHandlers(createWrittenExports(paths.data), createExportChecks(options.checkExport)),
    ...recoveryHandlers(createRecoveryStore(paths.data, options.now)),
    ...preferenceHandlers(createPreferences(paths.data)),
    ...webhookHandlers(createApprovedWebhooks(paths.data)),
    ...runHandlers(runs),
    ...reportHandlers(keptReports),
    ...whatIfHandlers(questions),
    ...discoveryHandlers(discoveries),
  };
  redis.onState((state) => publish("redis", state));

  async function close(): Promise<void> {
    questions.close();
    discoveries.close();
    await runs.close(RUN_END_MS);
    await redis.close();
    for (const port of screens.keys()) port.close();
  }

  return {
    connect(port) {
      const outbox = createOutbox(port);
      screens.set(port, outbox);
      port.onClose(() => {
        screens.delete(port);
        // What nobody looks at is not asked of somebody else's server.
        if (screens.size === 0) discoveries.close();
      });
      port.onMessage((raw) => void answer(handlers, raw, log).then((message) => port.send(message)));
      outbox.sendItem("redis", redis.state());
      const [state, frame, prediction] = [runs.state(), runs.frame(), runs.prediction()];
      if (state) outbox.sendItem("state", state);
      if (frame) outbox.sendItem("frame", frame);
      if (prediction) outbox.sendItem("prediction", prediction);
    },
    metrics: () => runs.metrics(),
    close: () => (closing ??= close()),
  };
}

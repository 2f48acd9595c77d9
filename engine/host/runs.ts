import { AppError, isAppError } from "../../design/errors.ts";
import type { Design } from "../../design/document/schema.ts";
import type { StreamItem, StreamName } from "../contract/api.ts";
import type { Frame } from "../contract/frame.ts";
import type { Report } from "../contract/report.ts";
import type { ExperimentRequest, ExperimentState } from "../contract/chaos.ts";
import type { Recorder } from "../contract/replay/recorder.ts";
import type { ReportOwner } from "../contract/kept-report.ts";
import type { RunOwner } from "../contract/run-owner.ts";
import type { Mode, RunRequest, RunState } from "../contract/run.ts";
import type { Prediction } from "../contract/prediction.ts";
import type { Executor, RunListener, RunOptions, UpdateResult } from "../core/executor.ts";
import type { BrokerChange } from "../core/log/broker-change.ts";
import type { ReplayPage } from "../replay/replay-page.ts";
import { RunRecording } from "../replay/run-recording.ts";
import type { ExportCounts } from "../telemetry/otlp-exporter.ts";
import { accompany, isForeseeable, type Companion } from "./companion.ts";
import type { StartForecaster } from "./forecast-thread.ts";
import { Digest } from "./digest.ts";
import type { KeptReports } from "./kept-reports.ts";
import { RunMonitor } from "./metrics/run-monitor.ts";
import { userMessage } from "./user-message.ts";

/** Makes the executor of one run; rejects with an AppError when what it needs is not there. */
export type CreateExecutor = (mode: Mode, options: RunOptions, listener: RunListener) => Promise<Executor> | Executor;

export interface RunsOptions {
  readonly createExecutor: CreateExecutor;
  readonly startForecaster: StartForecaster;
  /** The design of a request, checked; throws an AppError that says what is wrong with it. */
  readonly readDesign: (value: unknown, path?: string) => Design;
  readonly publish: <Name extends StreamName>(stream: Name, item: StreamItem<Name>) => void;
  readonly keptReports: Pick<KeptReports, "keep">;
  /** A new id for each run: letters, digits and `-`. */
  readonly newRunId: () => string;
  readonly log: (error: unknown) => void;
  /** What became of spans, where they go to an OTLP receiver. */
  readonly spans?: (() => ExportCounts) | undefined;
}

/** The one run that there may be at a time, and what the last one left. */
export interface Runs {
  /** Where the present or last run stands; null before the first. */
  state(): RunState | null;
  frame(): Frame | null;
  /** What an executor says of the present run, as screens are told it: with whose run it is. */
  told(state: RunState): RunState;
  /** The newest, when its run ended (Unix time, ms), and whose it is. */
  report(): EndedRun | null;
  start(request: RunRequest): Promise<RunState>;
  /** The run that is going on; throws `no-run` when there is none. */
  executor(): Executor;
  /** Applies changed settings to the run. */
  update(design: unknown, path?: string): Promise<UpdateResult>;
  /** Has a broker of a topic die or come back; resolves with the design time at which it does, ms. */
  setBroker(change: BrokerChange, atMs: number | undefined): Promise<number>;
  /** Begins an experiment, or ends one (rule O4). */
  experiment(request: ExperimentRequest): Promise<ExperimentState>;
  endExperiment(id: string): Promise<ExperimentState>;
  /** What the forecast beside the live run says now; null without one. */
  prediction(): Prediction | null;
  /** The present or last run in Prometheus' text format; empty before the first. */
  metrics(): Promise<string>;
  /** The present or last run as one file that plays it; throws `no-run` before the first, and when the last is not `of` this document. */
  replay(of?: ReportOwner): Promise<ReplayPage>;
  /** Ends the run, if there is one, and resolves once its report is there or `patienceMs` are over. */
  close(patienceMs: number): Promise<void>;
}

/** The report of a run that has ended. */
export interface EndedRun {
  readonly report: Report;
  readonly endedAt: number;
  readonly owner: RunOwner | undefined;
}

/** What a run was started with. */
interface Launched {
  readonly request: RunRequest;
  readonly owner: RunOwner | undefined;
  readonly beside: Companion | null;
  readonly recorder: Recorder;
}

const NO_RUN = "There is no run. Start one first.";
const CLOSED = "The engine is being stopped.";

/** Keeps runs apart, and tells everything that happens in one to `publish`. */
export function createRuns(options: RunsOptions): Runs {
  const { publish } = options;
  let current: Executor | null = null;
  let ended: Promise<void> = Promise.resolve();
  let isBusy = false;
  let isClosed = false;
  let state: RunState | null = null;
  let frame: Frame | null = null;
  /** The design of the present or last run as it was sent, with the changes made on the way: it was checked, and its traces lie beside it. */
  let drawn: unknown = null;
  let report: EndedRun | null = null;
  let owner: RunOwner | undefined;
  let prediction: Prediction | null = null;
  let companion: Companion | null = null;

  function told(next: RunState): RunState {
    return owner === undefined ? next : { ...next, owner };
  }

  function setState(next: RunState): void {
    state = told(next);
    publish("state", state);
  }

  const monitor = new RunMonitor(options.spans);
  const recording = new RunRecording();
  const screens: RunListener = {
    onFrame(next) {
      frame = next;
      publish("frame", next);
      companion?.advance(next.atMs);
    },
    onSamples: (samples) => publish("samples", samples),
    onState: setState,
    onNotice: (notice) => publish("notice", notice),
  };
  const digest = new Digest(screens);
  const listener = recording.hearing(monitor.hearing(digest.listener));

  async function finished(executor: Executor, measured: Report, { request, owner, beside, recorder }: Launched): Promise<void> {
    const [started, ended] = [request.design as Design, drawn as Design];
    release(executor);
    const last = executor.state();
    if (last.phase !== state?.phase) setState(last);
    const endedAt = Date.now();
    report = { report: measured, endedAt, owner };
    const predicted = await beside?.report(measured);
    beside?.close();
    const whole = predicted ? { ...measured, predicted } : measured;
    // Another run may have ended meanwhile.
    if (report.report === measured) report = { report: whole, endedAt, owner };
    recorder.acceptReport(whole);
    publish("report", { report: whole, owner });
    await keep(request, { report: whole, endedAt, started, ended });
  }

  async function keep({ path, document = path }: RunRequest, run: Parameters<KeptReports["keep"]>[1]): Promise<void> {
    if (document === undefined) return;
    try {
      const owner = { path: path ?? null, document };
      publish("kept", { owner, ...(await options.keptReports.keep(owner, run)) });
    } catch (error) {
      publish("notice", { level: "warning", code: isAppError(error) ? error.code : "internal", message: `The report could not be kept: ${userMessage(error)}` });
    }
  }

  function failed(executor: Executor, error: unknown): void {
    if (!isAppError(error)) options.log(error);
    companion?.close();
    release(executor);
    fail(executor, error);
    publish("notice", { level: "error", code: isAppError(error) ? error.code : "internal", message: userMessage(error) });
  }

  function fail(executor: Executor, error: unknown): void {
    setState({ ...executor.state(), phase: "failed", message: userMessage(error) });
  }

  function release(executor: Executor): void {
    if (current !== executor) return;
    current = null;
    isBusy = false;
    companion = null;
  }

  /** The forecast beside a live run; it tells nothing once another run has begun. */
  function accompanied(run: RunOptions): Companion {
    const beside = accompany(run, options.startForecaster, (next) => {
      if (companion !== beside) return;
      prediction = next;
      publish("prediction", next);
    });
    return beside;
  }

  async function launch(request: RunRequest): Promise<RunState> {
    const design = options.readDesign(request.design, request.path);
    const given = runOptions(request, design, options.newRunId());
    const executor = await options.createExecutor(request.mode, given, listener);
    if (isClosed) throw new AppError("engine-lost", CLOSED);
    current = executor;
    const whose = ownerOf(request, design);
    owner = whose;
    drawn = request.design;
    monitor.begin(executor, design);
    digest.begin(request.mode, given.forMs);
    const recorder = recording.begin({ mode: request.mode, seed: given.seed, design, forMs: given.forMs }, whose);
    frame = null;
    prediction = null;
    const beside = request.mode === "live" && isForeseeable(design) ? accompanied(given) : null;
    companion = beside;
    let isUp = false;
    const result = executor.finished.then(
      (value) => finished(executor, value, { request, owner: whose, beside, recorder }),
      (error: unknown) => (isUp ? failed(executor, error) : undefined),
    );
    try {
      // One that is stopped while it starts ends without having started.
      await Promise.race([executor.start(), executor.finished]);
      isUp = true;
      ended = result;
      return told(executor.state());
    } catch (error) {
      release(executor);
      beside?.close();
      fail(executor, error);
      throw error;
    }
  }

  return {
    state: () => state,
    told,
    frame: () => frame,
    report: () => report,
    prediction: () => prediction,
    metrics: () => monitor.text(),
    replay: (of) => recording.page(Date.now(), of),
    async update(given, path) {
      if (!current) throw new AppError("no-run", NO_RUN);
      const design = options.readDesign(given, path);
      const result = await current.update(design);
      recording.changed(design);
      companion?.update(design, current.state().atMs);
      drawn = given;
      return result;
    },
    async setBroker(change, atMs) {
      if (!current) throw new AppError("no-run", NO_RUN);
      const at = await current.setBroker(change, atMs);
      companion?.setBroker({ ...change, atMs: at });
      return at;
    },
    async experiment(request) {
      if (!current) throw new AppError("no-run", NO_RUN);
      const state = await current.chaos.begin(request);
      companion?.experiment({ ...request, atMs: state.atMs }, state.id);
      return state;
    },
    async endExperiment(id) {
      if (!current) throw new AppError("no-run", NO_RUN);
      const state = await current.chaos.end(id);
      companion?.endExperiment(id, state.endMs);
      return state;
    },
    async start(request) {
      if (isClosed) throw new AppError("engine-lost", CLOSED);
      if (isBusy) throw new AppError("run-active", "A run is going on. Stop it before you start another.");
      isBusy = true;
      try {
        return await launch(request);
      } catch (error) {
        isBusy = current !== null;
        throw error;
      }
    },
    executor() {
      if (!current) throw new AppError("no-run", NO_RUN);
      return current;
    },
    async close(patienceMs) {
      isClosed = true;
      if (!current) return;
      await current.stop().catch(options.log);
      let timer: NodeJS.Timeout | undefined;
      await Promise.race([ended, new Promise((resolve) => (timer = setTimeout(resolve, patienceMs)))]);
      clearTimeout(timer);
    },
  };
}

function ownerOf({ path, document = path }: RunRequest, { name }: Design): RunOwner | undefined {
  return document === undefined ? undefined : { path: path ?? null, document, name };
}

function runOptions(request: RunRequest, design: Design, runId: string): RunOptions {
  return {
    runId,
    design,
    seed: request.seed ?? design.seed ?? 1,
    forMs: request.forMs ?? null,
    drainMs: request.drainMs,
    speed: request.speed,
    paused: request.paused,
    audit: request.audit,
    ...(request.eachStandsFor !== undefined && { eachStandsFor: request.eachStandsFor }),
  };
}

import type { Design } from "../../design/document/schema.ts";
import type { ExperimentRequest, ExperimentState } from "../contract/chaos.ts";
import type { Frame } from "../contract/frame.ts";
import type { Report } from "../contract/report.ts";
import type { Mode, Notice, RunState } from "../contract/run.ts";
import type { Sample } from "../contract/sample.ts";
import type { BrokerChange } from "./log/broker-change.ts";

/** What every executor is given. Times are design time in ms. */
export interface RunOptions {
  readonly runId: string;
  /** Checked: it has no errors. */
  readonly design: Design;
  readonly seed: number;
  readonly forMs: number | null;
  readonly drainMs: number;
  readonly speed: number;
  readonly paused: boolean;
  /** Samples are of every event, however many there are. */
  readonly sampleAll?: boolean;
  /** Forecast: how many events each simulated one stands for (rule F6); every one is simulated without it. `auto` is for who makes the executor to find out. */
  readonly eachStandsFor?: number | "auto";
  /** Live: records every event's birth and ends by id (rule E4). */
  readonly audit?: boolean;
  /** Live, for measuring what they buy: queues and topics recognise no event by its id (rule E2). */
  readonly forgetsIds?: boolean;
}

/**
 * Where an executor's results go. Listeners must not throw. Who wants nothing but the report leaves out frames and samples: a
 * forecast then does without them, which takes half the time at low rates.
 */
export interface RunListener {
  onFrame?(frame: Frame): void;
  onSamples?(samples: Sample[]): void;
  onState(state: RunState): void;
  onNotice(notice: Notice): void;
}

/** What people do to a run on purpose (rule O4). Both reject with an AppError `wrong-use` where there is no such target or experiment. */
export interface Experiments {
  /** Now, or at a design time to come. */
  begin(request: ExperimentRequest): Promise<ExperimentState>;
  /** Before its time; what it did is undone. */
  end(id: string): Promise<ExperimentState>;
}

/** What changed settings did to a run. */
export interface UpdateResult {
  readonly applied: string[];
  readonly later: { id: string; why: string }[];
}

/** How many times were measured since the run began, and their sum in ms; neither ever falls. */
export interface TimeSum {
  readonly count: number;
  readonly sum: number;
}

/** All times of a run, by node and by implicit queue (its edge's id). */
export interface TimeSums {
  readonly nodes: Readonly<Record<string, { readonly waitMs: TimeSum; readonly serviceMs: TimeSum; readonly endToEndMs: TimeSum }>>;
  readonly channels: TimeSums["nodes"];
  readonly endToEndMs: TimeSum;
}

/**
 * Executes one design once: live on Redis or as a forecast in virtual time. Both give the same frames, samples and
 * report. Every method may be called in any phase; what makes no sense there does nothing.
 */
export interface Executor {
  readonly mode: Mode;
  state(): RunState;
  timeSums(): TimeSums;
  /** Resolves when the run is going; rejects with an AppError when it cannot. */
  start(): Promise<void>;
  pause(): Promise<void>;
  resume(): Promise<void>;
  /** Lets the next thing happen, then is paused again. */
  step(): Promise<void>;
  setSpeed(speed: number): Promise<void>;
  update(design: Design): Promise<UpdateResult>;
  /**
   * Sends what lies in a dead letter over its redrive port, and resolves with how many events that is. Rejects with an AppError `wrong-use` where
   * there is no such dead letter, or nothing is connected to that port.
   */
  redrive(node: string): Promise<number>;
  /**
   * Has a broker of a topic die or come back (rule T7, modelled), at a design time or, without one, now. Resolves with when that is; rejects with
   * an AppError `wrong-use` where there is no such broker.
   */
  setBroker(change: BrokerChange, atMs?: number): Promise<number>;
  /**
   * Live: starts the process of a zone that is down, without waiting for its back-off (rule O2). Rejects with an AppError `wrong-use` where no process
   * is that zone's.
   */
  startZone(zone: string): Promise<void>;
  readonly chaos: Experiments;
  /** Ends now: producers stop, what is in flight stays in flight. `finished` still resolves with the report. */
  stop(): Promise<void>;
  /** Forecast: computes the rest as fast as the machine can. Live: does nothing. */
  finish(): Promise<void>;
  /** Resolves once with the report, however the run ends; rejects only on a bug or when the engine is lost. */
  readonly finished: Promise<Report>;
}

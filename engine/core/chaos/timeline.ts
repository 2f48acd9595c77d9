import { experimentsOf, resolveExperiment, targetName, type Experiment } from "../../../design/chaos/resolve.ts";
import { EXPERIMENTS } from "../../../design/chaos/catalogue.ts";
import type { Design } from "../../../design/document/schema.ts";
import { AppError, messageOf } from "../../../design/errors.ts";
import type { ExperimentReport, ExperimentRequest, ExperimentState } from "../../contract/chaos.ts";
import type { Ledger } from "../../contract/ledger.ts";
import type { Notice } from "../../contract/run.ts";
import type { Clock, Timer } from "../clock.ts";
import type { RecoveryWatch } from "../../metrics/recovery-watch.ts";
import { Overlays } from "./overlays.ts";

/** What was done, for people, and how it is undone. Whatever ends by itself, such as a process that is started again, has nothing to undo. */
export interface Begun {
  readonly note?: string;
  undo?(): void | Promise<void>;
}

/** Carries out experiments on one executor. Throws, or rejects, with an AppError where it cannot. */
export type Actuate = (experiment: Experiment) => Begun | Promise<Begun>;

export interface ChaosTimelineOptions {
  readonly design: Design;
  readonly clock: Clock;
  readonly actuators: (overlays: Overlays) => Actuate;
  /** Goes on with another design: with the settings that experiments change for a while. */
  readonly apply: (design: Design) => unknown;
  /** Sees what comes of them. */
  readonly watch: RecoveryWatch | undefined;
  readonly onNotice: (notice: Notice) => void;
  /** An experiment begins, ends or fails. */
  readonly onChange: () => void;
}

interface Entry {
  readonly experiment: Experiment;
  state: ExperimentState;
  timer: Timer | undefined;
  undo: Begun["undo"];
}

/**
 * The experiments of a run (rule O4): those of the design's timeline and those that people begin. Each begins and ends at its design
 * time, so that a pause holds it, and is undone when it ends, whoever ends it.
 */
export class ChaosTimeline {
  private readonly entries = new Map<string, Entry>();
  private readonly overlays: Overlays;
  private readonly actuate: Actuate;
  private begunByHand = 0;
  private isClosed = false;

  constructor(private readonly options: ChaosTimelineOptions) {
    this.overlays = new Overlays(options.design, options.apply, () => options.clock.now());
    this.actuate = options.actuators(this.overlays);
    for (const experiment of experimentsOf(options.design)) this.add(experiment, "timeline");
  }

  /** Sets what the design plans going; design time is about to begin. */
  start(): void {
    this.overlays.plan([...this.entries.values()].map(({ experiment }) => experiment));
    for (const entry of this.entries.values()) this.await(entry);
  }

  /** A design that the person has changed, with what experiments change in it now. */
  over(design: Design): Design {
    return this.overlays.over(design);
  }

  /** Begins an experiment now, or when its time has come. */
  async begin(request: ExperimentRequest, id = `by-hand-${++this.begunByHand}`): Promise<ExperimentState> {
    const { design, clock } = this.options;
    const resolved = resolveExperiment(design, { ...request, id, atMs: Math.max(request.atMs ?? 0, clock.now()) });
    if ("problems" in resolved) throw new AppError("wrong-use", `The experiment ${resolved.problems.map(({ message }) => message).join(" ")}`);
    const entry = this.add(resolved.experiment, "hand");
    if (this.isClosed) return this.enter(entry, "failed", "The run is over.");
    if (entry.experiment.atMs > clock.now()) this.await(entry);
    else await this.beginNow(entry);
    if (entry.state.phase === "failed") throw new AppError("wrong-use", entry.state.note ?? "The experiment could not begin.");
    return entry.state;
  }

  /** Ends an experiment before its time; one that has not begun never will. */
  async end(id: string): Promise<ExperimentState> {
    const entry = this.entries.get(id);
    if (!entry) throw new AppError("wrong-use", `There is no experiment "${id}" in this run.`);
    if (entry.state.phase === "planned" || entry.state.phase === "active") await this.endNow(entry);
    return entry.state;
  }

  /** The run ends: whatever is on is undone. Never rejects. */
  async close(): Promise<void> {
    this.isClosed = true;
    await Promise.all([...this.entries.values()].map(async (entry) => {
      entry.timer?.cancel();
      if (entry.state.phase === "active") await this.endNow(entry);
    }));
  }

  /** How each stands, in the order in which they begin. */
  states(): ExperimentState[] {
    return [...this.entries.values()].map(({ state }) => state).toSorted((a, b) => a.atMs - b.atMs);
  }

  /** What came of each, once the run is over. */
  report(ledger: Ledger): ExperimentReport[] {
    this.options.watch?.close(ledger);
    return this.states().map((state) => {
      const { experiment } = this.entries.get(state.id) as Entry;
      const recovery = state.phase === "failed" ? undefined : this.options.watch?.recovery(experiment);
      return { ...state, healedBy: EXPERIMENTS[experiment.type].healedBy, ...(recovery && { recovery }) };
    });
  }

  private add(experiment: Experiment, by: ExperimentState["by"]): Entry {
    const { id, type, target, atMs, endMs } = experiment;
    const entry: Entry = { experiment, state: { id, experiment: type, target, by, phase: "planned", atMs, endMs }, timer: undefined, undo: undefined };
    this.entries.set(id, entry);
    return entry;
  }

  private await(entry: Entry): void {
    entry.timer = this.options.clock.at(entry.experiment.atMs, () => void this.beginNow(entry));
  }

  private async beginNow(entry: Entry): Promise<void> {
    const { experiment } = entry;
    const { clock } = this.options;
    if (entry.state.phase !== "planned" || this.isClosed) return;
    const lasts = experiment.endMs > experiment.atMs;
    this.enter(entry, "active");
    this.options.watch?.begins(experiment, experiment.atMs);
    this.tell(entry, "warning", "begins");
    // Set before the deed, which may take a while: it ends by itself even so.
    if (lasts) entry.timer = clock.at(experiment.endMs, () => void this.endNow(entry, experiment.endMs));
    try {
      const doing = this.actuate(experiment);
      const begun = doing instanceof Promise ? await doing : doing;
      entry.undo = begun.undo?.bind(begun);
      if (begun.note !== undefined) entry.state = { ...entry.state, note: begun.note };
    } catch (error) {
      entry.timer?.cancel();
      this.enter(entry, "failed", messageOf(error));
      return this.tell(entry, "error", `could not begin: ${messageOf(error)}`);
    }
    // It was ended, or the run was, while it began.
    if (entry.state.phase === "over") return this.undo(entry);
    if (lasts) return this.options.onChange();
    this.options.watch?.ends(experiment, experiment.endMs);
    this.enter(entry, "over");
  }

  private async endNow(entry: Entry, endMs = this.options.clock.now()): Promise<void> {
    entry.timer?.cancel();
    const { phase } = entry.state;
    entry.state = { ...entry.state, endMs: Math.max(entry.state.atMs, Math.min(entry.state.endMs, endMs)) };
    this.enter(entry, "over");
    if (phase === "planned") {
      await this.overlays.cancel(entry.experiment);
      return;
    }
    this.options.watch?.ends(entry.experiment, entry.state.endMs);
    this.tell(entry, "info", "is over");
    await this.undo(entry);
  }

  private async undo(entry: Entry): Promise<void> {
    const { undo } = entry;
    entry.undo = undefined;
    try {
      const undoing = undo?.();
      if (undoing instanceof Promise) await undoing;
    } catch (error) {
      entry.state = { ...entry.state, note: `It could not be undone: ${messageOf(error)}` };
      this.tell(entry, "error", `could not be undone: ${messageOf(error)}`);
    }
  }

  private enter(entry: Entry, phase: ExperimentState["phase"], note = entry.state.note): ExperimentState {
    entry.state = { ...entry.state, phase, ...(note === undefined ? {} : { note }) };
    this.options.onChange();
    return entry.state;
  }

  private tell({ experiment, state }: Entry, level: Notice["level"], what: string): void {
    const { target, type } = experiment;
    const message = `${EXPERIMENTS[type].title} (${targetName(this.options.design, target)}) ${what}.`;
    this.options.onNotice({ level, code: `experiment-${state.phase}`, message: message.replace(/\.\.$/, "."), atMs: this.options.clock.now(), ...("node" in target ? { node: target.node } : {}) });
  }
}

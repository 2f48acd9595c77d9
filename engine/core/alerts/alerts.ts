import type { Alert } from "../../../design/alerts/alert.ts";
import { resolveAlert, type ResolvedAlert } from "../../../design/alerts/resolve.ts";
import { capital } from "../../../design/document/display-name.ts";
import type { Design } from "../../../design/document/schema.ts";
import { sameJson } from "../../../design/document/same-json.ts";
import type { AlertActionState, AlertRecord, AlertStanding } from "../../contract/alerts.ts";
import type { Report } from "../../contract/report.ts";
import type { Notice } from "../../contract/run.ts";
import type { SloInterval } from "../../metrics/slo-window.ts";
import type { Wiring } from "../wiring.ts";
import { AlertLog } from "./log.ts";
import { AlertMachine } from "./machine.ts";
import type { AlertPort } from "./port.ts";
import { Remedies } from "./remedies.ts";
import { watchOf, type Sight, type Watch } from "./watch.ts";

export interface AlertsOptions {
  readonly design: Design;
  readonly wiring: Wiring;
  readonly port: AlertPort;
  /** The date of a design time. */
  dateOf(atMs: number): Date;
  onNotice(notice: Notice): void;
  /** The log has changed. */
  onChange(): void;
}

/** An alert of the run, as it stands. */
interface Entry {
  readonly alert: Alert;
  readonly resolved: ResolvedAlert;
  /** Undefined where it is off, or about what this run does not have. */
  readonly watch: Watch | undefined;
  readonly machine: AlertMachine;
  /** How long its condition must hold. */
  readonly forMs: number;
  sight: Sight;
}

const NOTHING_SEEN: Sight = { holds: false, value: null };

/**
 * The alerts of a run and what they do (rule O6): the same on both executors, which call {@link observe} at the end of every interval and carry
 * actions out through the port. Deterministic where the intervals are.
 */
export class Alerts {
  private design: Design;
  private entries: readonly Entry[];
  private readonly log = new AlertLog();
  private readonly remedies: Remedies;
  private lastMs = 0;

  constructor(private readonly options: AlertsOptions) {
    const { design, wiring, port } = options;
    this.design = design;
    this.remedies = new Remedies(wiring, port, (atMs) => options.dateOf(atMs), (late) => this.learnt(late));
    this.entries = (design.alerts ?? []).map((alert) => this.entryOf(alert));
  }

  /** Whether there is anything to look at. */
  get isInUse(): boolean {
    return this.entries.length > 0 || this.log.count > 0;
  }

  /** Looks at everything, and does what follows. Of an interval without length, as while a run is paused, nothing is made. */
  observe(interval: SloInterval): void {
    const { atMs } = interval;
    if (atMs <= this.lastMs) return;
    this.lastMs = atMs;
    this.remedies.advance(atMs);
    for (const entry of this.entries) {
      if (!entry.watch) continue;
      entry.sight = entry.watch.look(interval);
      const turn = entry.machine.look(atMs, entry.sight.holds);
      if (turn === "resolves") this.resolve(entry, atMs, entry.sight.isNewNormal === true ? "new-normal" : "back");
      else if (turn === "fires" || (turn === "again" && entry.resolved.measures.length > 0)) this.fire(entry, entry.watch, atMs);
    }
  }

  /** Takes over alerts and objectives that were changed while the run is on; those that are the same go on. */
  update(design: Design): void {
    const sloOf = ({ slos }: Design, { when }: Alert): unknown => slos?.find(({ id }) => id === when.slo);
    const before = this.entries;
    const old = this.design;
    this.design = design;
    const kept = new Set<Entry>();
    this.entries = (design.alerts ?? []).map((alert) => {
      const same = before.find((entry) => sameJson(entry.alert, alert) && sameJson(sloOf(old, alert), sloOf(design, alert)));
      if (!same) return this.entryOf(alert);
      kept.add(same);
      return same;
    });
    for (const entry of before) if (!kept.has(entry) && entry.machine.phase === "firing") this.resolve(entry, this.lastMs, "changed");
  }

  /** How each stands, in the design's order; undefined where the design has none. */
  standings(): AlertStanding[] | undefined {
    if (this.entries.length === 0) return undefined;
    return this.entries.map(({ alert, watch, machine, sight: { value, low, high, isLearning } }) => {
      const phase = watch === undefined ? "off" : isLearning && machine.phase === "inactive" ? "learning" : machine.phase;
      return { alert: alert.id, phase, sinceMs: machine.sinceMs, value, ...(low === undefined ? {} : { low }), ...(high === undefined ? {} : { high }) };
    });
  }

  /** The last lines of the log; undefined where the design has no alerts. */
  shown(): AlertRecord[] | undefined {
    return this.isInUse ? this.log.shown() : undefined;
  }

  /** What they did; undefined where the design has none. */
  report(): Report["alerts"] {
    return this.isInUse ? this.log.report() : undefined;
  }

  /** What became of an action was learnt after the alert was told of: what went wrong is told as well. */
  private learnt(late: AlertActionState | undefined): void {
    if (late && (late.result === "failed" || late.result === "refused")) this.options.onNotice({ level: "warning", code: "alert-action", message: `Could not ${late.what}: ${late.note ?? late.result}`.replace(/[^.]$/, "$&."), atMs: this.lastMs });
    this.options.onChange();
  }

  private entryOf(alert: Alert): Entry {
    const resolved = resolveAlert(alert);
    const watch = alert.enabled === false ? undefined : watchOf(resolved.condition, this.design, this.options.wiring, this.lastMs === 0);
    const forMs = Math.max(resolved.forMs, watch?.leastForMs ?? 0);
    return { alert, resolved, watch, forMs, machine: new AlertMachine(forMs, resolved.cooldownMs), sight: NOTHING_SEEN };
  }

  private fire({ resolved, sight, forMs }: Entry, watch: Watch, atMs: number): void {
    const { id, name, measures } = resolved;
    const why = watch.why(sight, forMs);
    const record = this.remedies.take(measures, this.design, atMs, (actions) => this.log.add({ alert: id, name, atMs, why, actions }));
    const done = record.actions.map(({ what, result, note }) => `${what}${result === "done" || result === "begun" ? (note ? ` (${note})` : "") : ` (${result}${note ? `: ${note}` : ""})`}`);
    const message = `${name}${record.again > 0 ? " goes on" : ""}: ${why.text}${done.length > 0 ? `. ${capital(done.join("; "))}` : ""}.`;
    this.options.onNotice({ level: "warning", code: "alert-firing", message, atMs, ...(why.node === undefined ? {} : { node: why.node }) });
    this.options.onChange();
  }

  private resolve({ resolved, watch }: Entry, atMs: number, by: NonNullable<AlertRecord["resolvedBy"]>): void {
    const record = this.log.resolve(resolved.id, atMs, by);
    if (record && watch) this.remedies.tellResolved(resolved.measures, this.design, record);
    this.options.onNotice({ level: "info", code: "alert-resolved", message: `${resolved.name}: ${ENDED[by]}.`, atMs, ...(record?.why.node === undefined ? {} : { node: record.why.node }) });
    this.options.onChange();
  }
}

const ENDED: Readonly<Record<NonNullable<AlertRecord["resolvedBy"]>, string>> = {
  back: "over",
  "new-normal": "over, because what it saw has lasted, and is usual now",
  changed: "changed, and looked at anew",
};

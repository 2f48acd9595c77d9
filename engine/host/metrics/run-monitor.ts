import type { Design } from "../../../design/document/schema.ts";
import { flowOf, type Flow } from "../../../design/graph/compile.ts";
import { IMPLICIT_QUEUE } from "../../../design/export/prometheus/metrics.ts";
import type { Frame, NodeFrame } from "../../contract/frame.ts";
import type { LedgerEntry } from "../../contract/ledger.ts";
import type { SloVerdict } from "../../contract/report.ts";
import type { Executor, RunListener, TimeSum, TimeSums } from "../../core/executor.ts";
import type { ExportCounts } from "../../telemetry/otlp-exporter.ts";
import { AlertCounts } from "./alert-counts.ts";
import { Exposition } from "./exposition.ts";
import { RunCounts } from "./run-counts.ts";

const NOTHING: TimeSum = { count: 0, sum: 0 };
const MS_METRICS: ReadonlySet<string> = new Set(["waitMs", "serviceMs", "endToEndMs"]);

/** Phases in which a run has ended. */
const OVER: ReadonlySet<string> = new Set(["finished", "failed"]);

/** What there is to tell of one run. */
interface Watched {
  readonly executor: Executor;
  readonly design: Design;
  readonly counts: RunCounts;
  readonly alerts: AlertCounts;
  frame: Frame | null;
  slos: readonly SloVerdict[];
}

/** Follows the present run for those who scrape it; the last one is told until another begins. */
export class RunMonitor {
  private run: Watched | null = null;

  /** `spans` says what became of the run's spans, where they go to an OTLP receiver. */
  constructor(private readonly spans?: () => ExportCounts) {}

  /** Hears a run's frames and states before `listener` does. */
  hearing(listener: RunListener): RunListener {
    return {
      ...listener,
      onFrame: (frame) => {
        this.heard(frame);
        listener.onFrame?.(frame);
      },
      onState: (state) => {
        this.run?.alerts.hear(state.alerts ?? []);
        listener.onState(state);
      },
    };
  }

  /** Everything heard from now on is of this run. */
  begin(executor: Executor, design: Design): void {
    this.run = { executor, design, counts: new RunCounts(), alerts: new AlertCounts(), frame: null, slos: [] };
  }

  /** The metrics as Prometheus reads them; empty before the first run. */
  async text(): Promise<string> {
    const exposition = new Exposition();
    if (this.run) writeRun(exposition, this.run);
    for (const [outcome, n] of Object.entries(this.spans?.() ?? {})) exposition.count("spans", [outcome], n);
    return exposition.text();
  }

  private heard(frame: Frame): void {
    if (!this.run) return;
    this.run.counts.add(frame);
    this.run.frame = frame;
    if (frame.slos) this.run.slos = frame.slos;
  }
}

function writeRun(to: Exposition, { executor, design, counts, alerts, frame, slos }: Watched): void {
  const flow = flowOf(design);
  const { runId, mode, phase } = executor.state();
  to.set("runInfo", [runId, flow.design.name, mode], 1);
  to.set("runActive", [], OVER.has(phase) ? 0 : 1);
  for (const { id, kind, name, zone } of flow.nodes.values()) to.set("nodeInfo", [id, kind, name, zone], 1);
  for (const { id, name, implicit } of flow.channels.values()) if (implicit) to.set("nodeInfo", [id, IMPLICIT_QUEUE, name, ""], 1);
  if (frame === null) return;

  const sums = executor.timeSums();
  to.set("runTime", [], frame.atMs / 1000);
  for (const [id, place] of Object.entries(frame.nodes)) writePlace(to, [id, flow.nodes.get(id)?.kind ?? ""], place, sums.nodes[id]);
  for (const [id, place] of Object.entries(frame.channels)) writePlace(to, [id, IMPLICIT_QUEUE], place, sums.channels[id]);
  writeCounts(to, flow, counts);
  writeReplicas(to, flow, frame);
  to.summarise("runEndToEnd", [], frame.endToEndMs, sums.endToEndMs);
  writeLedger(to, frame);
  writeMachine(to, frame);
  for (const slo of slos) writeSlo(to, flow, slo);
  writeAlerts(to, design, frame, alerts);
}

function writePlace(to: Exposition, place: readonly [string, string], frame: NodeFrame, sums: TimeSums["nodes"][string] | undefined): void {
  const { waitMs = NOTHING, serviceMs = NOTHING, endToEndMs = NOTHING } = sums ?? {};
  to.set("depth", place, frame.depth);
  to.set("inFlight", place, frame.inFlight);
  if (frame.capacity > 0) {
    to.set("slots", place, frame.capacity);
    to.set("utilization", place, frame.utilization);
  }
  if (waitMs.count > 0) to.summarise("wait", place, frame.waitMs, waitMs);
  if (serviceMs.count > 0) to.summarise("service", place, frame.serviceMs, serviceMs);
  if (frame.endToEndMs && endToEndMs.count > 0) to.summarise("endToEnd", place, frame.endToEndMs, endToEndMs);
  if (frame.hitRatio !== undefined) to.set("hitRatio", place, frame.hitRatio);
  if (frame.breaker) for (const [state, n] of Object.entries(frame.breaker)) to.set("breaker", [...place, state === "halfOpen" ? "half_open" : state], n);
  for (const [group, partitions] of Object.entries(frame.lag ?? {})) for (const [partition, n] of partitions.entries()) to.set("lag", [place[0], group, partition], n);
}

function writeCounts(to: Exposition, flow: Flow, { nodes, channels, edges }: RunCounts): void {
  for (const [id, outcomes] of nodes) for (const [outcome, n] of Object.entries(outcomes)) to.count("events", [id, flow.nodes.get(id)?.kind ?? "", outcome], n);
  for (const [id, outcomes] of channels) for (const [outcome, n] of Object.entries(outcomes)) to.count("events", [id, IMPLICIT_QUEUE, outcome], n);
  for (const [id, { count, failed, duplicates, deadLetters }] of edges) {
    const edge = flow.edges.get(id);
    const ends = [id, edge?.from.node ?? "", edge?.to.node ?? ""] as const;
    to.count("edgeEvents", [...ends, "passed"], count - failed);
    to.count("edgeEvents", [...ends, "failed"], failed);
    if (duplicates > 0) to.count("edgeRepeats", ends, duplicates);
    if (deadLetters > 0) to.count("edgeDeadLetters", ends, deadLetters);
  }
}

/** As an autoscaler or an alert has set them, else as the design says. */
function writeReplicas(to: Exposition, flow: Flow, frame: Frame): void {
  for (const node of flow.nodes.values()) {
    if (node.kind !== "consumer") continue;
    const scaler = flow.attachments.find((edge) => edge.to.node === node.id)?.from.node;
    const scaled = scaler === undefined ? undefined : frame.nodes[scaler]?.scaling?.replicas;
    to.set("replicas", [node.id, node.kind], scaled ?? node.settings.replicas);
  }
}

const LINES = {
  produced: "produced",
  copies: "copies",
  duplicated: "duplicated",
  delivered: "delivered",
  consumed: "consumed",
  filtered: "filtered",
  absorbed: "absorbed",
  deduplicated: "deduplicated",
  deadLettered: "dead_lettered",
  failed: "failed",
} as const satisfies Partial<Record<keyof LedgerEntry, string>>;

function writeLedger(to: Exposition, { ledger }: Frame): void {
  for (const [line, label] of Object.entries(LINES)) to.count("ledger", [label, ""], ledger[line as keyof typeof LINES]);
  // There from the start, so that a sum over all reasons is 0 rather than nothing.
  to.count("ledger", ["dropped", ""], 0);
  for (const [reason, n] of Object.entries(ledger.dropped)) to.count("ledger", ["dropped", reason], n);
  to.set("ledgerInFlight", [], ledger.inFlight);
  to.set("ledgerUnsettled", [], ledger.unsettled);
  to.set("lost", [], ledger.lost);
}

function writeMachine(to: Exposition, { processes, redis, saturated }: Frame): void {
  for (const { name, cpuPercent, memoryMb, loopDelayMs } of processes) {
    to.set("processCpu", [name], cpuPercent / 100);
    to.set("processMemory", [name], memoryMb * 2 ** 20);
    to.set("processLoopDelay", [name], loopDelayMs / 1000);
  }
  if (redis) {
    to.set("redisConnected", [], redis.connected ? 1 : 0);
    to.set("redisMemory", [], redis.memoryMb * 2 ** 20);
    to.set("redisOperations", [], redis.operationsPerSecond);
    if (redis.cpuPercent !== undefined) to.set("redisCpu", [], redis.cpuPercent / 100);
    if (redis.answerMs !== undefined) to.set("redisAnswer", [], redis.answerMs / 1000);
  }
  for (const { what } of saturated) to.set("saturated", [what], 1);
}

function writeAlerts(to: Exposition, { alerts: drawn = [] }: Design, frame: Frame, { fired, actions }: AlertCounts): void {
  const nameOf = (id: string): string => drawn.find((alert) => alert.id === id)?.name ?? "";
  for (const { alert, phase } of frame.alerts ?? []) to.set("alertsFiring", [alert, nameOf(alert)], phase === "firing" ? 1 : 0);
  for (const [alert, n] of fired) to.count("alertsFired", [alert, nameOf(alert)], n);
  for (const [key, n] of actions) to.count("alertActions", key.split(" "), n);
}

function writeSlo(to: Exposition, { design }: Flow, { id, name, passed, value, now, target }: SloVerdict): void {
  const metric = design.slos?.find((slo) => slo.id === id)?.metric;
  const unit = metric !== undefined && MS_METRICS.has(metric) ? 1000 : 1;
  to.set("sloMet", [id, name], passed ? 1 : 0);
  to.set("sloValue", [id, name], (now ?? value) / unit);
  to.set("sloTarget", [id, name], target / unit);
}

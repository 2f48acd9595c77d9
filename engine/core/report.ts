import { cpus, platform, totalmem } from "node:os";
import { createHash } from "node:crypto";
import { formatDesign } from "../../design/document/format.ts";
import type { ExperimentReport } from "../contract/chaos.ts";
import type { Ledger } from "../contract/ledger.ts";
import type { Report } from "../contract/report.ts";
import type { Mode } from "../contract/run.ts";
import type { RunMetrics } from "../metrics/run-metrics.ts";
import { closedFormsOf } from "./closed-form-of.ts";
import { deadlocks } from "./deadlock.ts";
import { bottleneckOf, instability, loadsOf } from "./stability.ts";
import type { Wiring } from "./wiring.ts";

/** What the executor knows at the end. */
export interface RunEnd {
  readonly mode: Mode;
  readonly wiring: Wiring;
  readonly metrics: RunMetrics;
  readonly ledger: Ledger;
  readonly durationMs: number;
  readonly drainedMs: number;
  readonly ended: Report["ended"];
  readonly saturated: Report["saturated"];
  readonly problems: Report["problems"];
  readonly redis: string | undefined;
  readonly remembered: Report["remembered"];
  readonly scaling: Report["scaling"];
  readonly experiments: readonly ExperimentReport[];
  readonly alerts: Report["alerts"];
  readonly audit?: Report["audit"];
  readonly coarse?: Report["coarse"];
}

/** Puts the report together: the same for both executors. */
export function reportOf(end: RunEnd): Report {
  const { wiring, durationMs } = end;
  const { design } = wiring.flow;
  const figures = end.metrics.report(durationMs);
  const loads = loadsOf(wiring, (place) => end.metrics.arrivalsPerSecond(place, durationMs), (cache) => figures.nodes[cache]?.hitRatio);
  const forms = closedFormsOf(wiring.flow);
  const [cpu] = cpus();
  const report: Report = {
    format: "spillway-report",
    version: 1,
    mode: end.mode,
    design: { name: design.name, hash: createHash("sha256").update(formatDesign(design)).digest("hex") },
    seed: wiring.seed,
    durationMs,
    drainedMs: end.drainedMs,
    ended: end.ended,
    machine: {
      cpus: cpus().length,
      memoryMb: Math.round(totalmem() / 2 ** 20),
      platform: cpu ? `${platform()} ${cpu.model.trim()}` : platform(),
      node: process.versions.node,
      redis: end.redis,
    },
    saturated: end.saturated,
    ...figures,
    ledger: end.ledger,
    slos: [],
    problems: [...end.problems, ...deadlocks({ wiring, ended: end.ended, depthAtEnd: ({ id, channel }) => (channel ? figures.channels : figures.nodes)[id]?.depth.end ?? 0 }), ...instability(loads).map(({ severity, code, message, node }) => ({ severity, code, message, node }))],
    remembered: end.remembered,
    ...(end.audit ? { audit: end.audit } : {}),
    ...(end.coarse ? { coarse: end.coarse } : {}),
    ...(end.scaling ? { scaling: end.scaling } : {}),
    ...(end.experiments.length > 0 ? { experiments: [...end.experiments] } : {}),
    ...(end.alerts ? { alerts: end.alerts } : {}),
    ...(Object.keys(forms).length > 0 ? { closedForms: forms } : {}),
    bottleneck: bottleneckOf(loads, figures.nodes, end.scaling),
  };
  return { ...report, slos: end.metrics.verdicts(report) };
}

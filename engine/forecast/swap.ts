import { swapChannel, type Swapped } from "../../design/swap/swap-channel.ts";
import type { Design } from "../../design/document/schema.ts";
import type { Report } from "../contract/report.ts";
import type { Sample } from "../contract/sample.ts";
import { NO_STATS } from "../contract/stats.ts";
import type { SwapOutcome } from "../contract/swap.ts";
import { OrderWatch } from "../core/order-watch.ts";
import { unstableIn } from "./sweep.ts";

/** Executes a design, live or as a forecast, and hands every sample on. */
export type Execute = (design: Design, onSamples: (samples: readonly Sample[]) => void, signal: AbortSignal) => Promise<Report>;

/**
 * Replays one seed and load with a queue, a topic and an exchange in place of a channel, one after the other, and tells what
 * each did. Throws an AppError `wrong-use` where there is no such channel.
 */
export async function swapBrokers(design: Design, channel: string, execute: Execute, signal: AbortSignal, onOutcome: (outcome: SwapOutcome) => void): Promise<SwapOutcome[]> {
  const outcomes: SwapOutcome[] = [];
  for (const swapped of swapChannel(design, channel)) {
    signal.throwIfAborted();
    const outcome = await outcomeOf(swapped, execute, signal);
    outcomes.push(outcome);
    onOutcome(outcome);
  }
  return outcomes;
}

async function outcomeOf({ semantics, design, refused, readers, leftOut, withoutPriority }: Swapped, execute: Execute, signal: AbortSignal): Promise<SwapOutcome> {
  const swapped = { semantics, refused, leftOut: [...leftOut], withoutPriority: [...withoutPriority] };
  if (refused !== null) return { ...swapped, result: null };
  const watch = new OrderWatch(readers);
  const report = await execute(design, (samples) => watch.see(samples), signal);
  const { ledger, endToEndMs } = report;
  const waits = readers.flatMap((id) => report.nodes[id]?.waitMs ?? []);
  const { produced, delivered, copies, duplicated, deadLettered, failed } = ledger;
  const lost = ledger.lost + Object.values(ledger.dropped).reduce((sum, count) => sum + count, 0);
  const waitMs = waits.reduce((most, stats) => (stats.p95 > most.p95 || most.count === 0 ? stats : most), NO_STATS);
  return { ...swapped, result: { order: watch.report(), produced, delivered, copies, duplicated, lost, deadLettered, failed, waitMs, endToEndMs: endToEndMs.all, unstable: unstableIn(report) } };
}

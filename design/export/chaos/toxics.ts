import type { Experiment } from "../../chaos/resolve.ts";
import type { ChaosOptions } from "./options.ts";

/** A toxic as Toxiproxy's API takes it (github.com/Shopify/toxiproxy, "Toxics"), and when to set it and take it away, ms. */
export interface TimedToxic {
  readonly atMs: number;
  readonly endMs: number;
  readonly proxy: string;
  readonly toxic: { readonly name: string; readonly type: string; readonly stream: "downstream"; readonly toxicity: 1; readonly attributes: Readonly<Record<string, number>> };
}

const PROXY = "broker";

/** Which toxic an experiment is, and its attributes; a partition is a time-out that never ends. */
const TOXICS: Readonly<Record<string, (parameters: Readonly<Record<string, unknown>>) => { type: string; attributes: Record<string, number> }>> = {
  latency: ({ latency, jitter }) => ({ type: "latency", attributes: { latency: Number(latency ?? 0), jitter: Number(jitter ?? 0) } }),
  bandwidth: ({ rate }) => ({ type: "bandwidth", attributes: { rate: Number(rate ?? 1) } }),
  timeout: ({ timeout }) => ({ type: "timeout", attributes: { timeout: Number(timeout ?? 0) } }),
  reset: ({ timeout }) => ({ type: "reset_peer", attributes: { timeout: Number(timeout ?? 0) } }),
  "slow-close": ({ delay }) => ({ type: "slow_close", attributes: { delay: Number(delay ?? 0) } }),
  slicer: ({ averageSize, sizeVariation, delay }) => ({ type: "slicer", attributes: { average_size: Number(averageSize ?? 1), size_variation: Number(sizeVariation ?? 0), delay: Number(delay ?? 0) } }),
  "limit-data": ({ bytes }) => ({ type: "limit_data", attributes: { bytes: Number(bytes ?? 0) } }),
  partition: () => ({ type: "timeout", attributes: { timeout: 0 } }),
};

/** The configuration of Toxiproxy: the proxy that clients connect to in place of the broker. */
export function proxiesOf({ broker }: ChaosOptions): object[] {
  return [{ name: PROXY, listen: `0.0.0.0:2${broker.split(":").at(-1)?.padStart(4, "0").slice(-4)}`, upstream: broker, enabled: true }];
}

/** The toxics of a design's timeline, in the order in which they begin. */
export function toxicsOf(experiments: readonly Experiment[]): TimedToxic[] {
  return experiments.flatMap(({ id, type, parameters, atMs, endMs }) => {
    const toxic = TOXICS[type]?.(parameters as Readonly<Record<string, unknown>>);
    return toxic ? [{ atMs, endMs, proxy: PROXY, toxic: { name: id, stream: "downstream" as const, toxicity: 1 as const, ...toxic } }] : [];
  });
}

/** Whether Toxiproxy can do it. */
export function isToxic({ type }: Experiment): boolean {
  return Object.hasOwn(TOXICS, type);
}

import type { NamedField, VariantsField } from "./field-model.ts";
import { initialValue } from "./values.ts";

type Values = Readonly<Record<string, unknown>>;

/** Good first values for variants whose fields have no defaults, from what the settings were before. */
const SEEDS: Readonly<Record<string, (before: Values) => Values>> = {
  ramp: (before) => ({ toRatePerSecond: numberOf(before.ratePerSecond, 10) * 4, overMs: 30_000 }),
  spike: () => ({ factor: 4, everyMs: 30_000, lengthMs: 5_000 }),
  burst: () => ({ burstMeanMs: 2_000, calmMeanMs: 10_000 }),
  diurnal: () => ({ amplitude: 0.8, periodMs: 60_000 }),
  uniform: (before) => ({ minMs: numberOf(before.meanMs, 10) / 2, maxMs: numberOf(before.meanMs, 10) * 1.5, count: 100 }),
  zipf: () => ({ count: 1000 }),
  expression: () => ({ expression: "event.id" }),
  empirical: (before) => ({ valuesMs: [numberOf(before.meanMs, 10)] }),
};

/** The value after another variant was chosen: what both have is kept, what is new gets a good first value. */
export function switchVariant(field: VariantsField, before: unknown, word: string): Record<string, unknown> {
  const variant = field.variants.find((each) => each.word === word);
  const old: Values = typeof before === "object" && before !== null ? (before as Values) : {};
  const seeds = SEEDS[word]?.(old) ?? {};
  const mean = meanBefore(old);
  const values = (variant?.fields ?? []).flatMap(({ name, field: part }: NamedField) => {
    if (Object.hasOwn(old, name)) return [[name, old[name]] as const];
    if (name === "meanMs" && mean !== undefined) return [[name, mean] as const];
    if (part.optional) return [];
    return [[name, seeds[name] ?? initialValue(part)] as const];
  });
  return { [field.discriminator]: word, ...Object.fromEntries(values) };
}

/** A uniform distribution or measured values have a mean too, though they do not say it. */
function meanBefore({ minMs, maxMs, valuesMs }: Values): number | undefined {
  if (typeof minMs === "number" && typeof maxMs === "number") return (minMs + maxMs) / 2;
  if (!Array.isArray(valuesMs) || valuesMs.length === 0) return undefined;
  return valuesMs.reduce((sum: number, value) => sum + numberOf(value, 0), 0) / valuesMs.length;
}

function numberOf(value: unknown, fallback: number): number {
  return typeof value === "number" ? value : fallback;
}

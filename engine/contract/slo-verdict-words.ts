import type { Design } from "../../design/document/schema.ts";
import { formatNumber } from "../../design/words/numbers.ts";
import { metricValue, sloBound } from "../../design/words/slo-words.ts";
import type { SloVerdict } from "./report.ts";

const SIGNS: Readonly<Record<SloVerdict["op"], string>> = { "<=": "≤", ">=": "≥", "==": "=" };

/** How an objective came out: `720 ms`, and what was wanted: `at most 2.00 s`. Without the design's objective of that id its unit is not known. */
export function sloVerdictWords({ id, value, op, target }: SloVerdict, design: Pick<Design, "slos"> | undefined): { value: string; wanted: string } {
  const slo = design?.slos?.find((each) => each.id === id);
  if (!slo) return { value: formatNumber(value), wanted: `${SIGNS[op]} ${formatNumber(target)}` };
  return { value: metricValue(slo.metric, value), wanted: sloBound({ metric: slo.metric, op, value: target }) };
}

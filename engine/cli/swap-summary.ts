import { displayName } from "../../design/document/display-name.ts";
import type { Design } from "../../design/document/schema.ts";
import type { SwapOutcome } from "../contract/swap.ts";
import { milliseconds, percent, table, whole } from "./format.ts";

type Result = NonNullable<SwapOutcome["result"]>;

const ROWS: readonly (readonly [string, (result: Result) => string])[] = [
  ["Produced", ({ produced }) => whole(produced)],
  ["Delivered", ({ delivered }) => whole(delivered)],
  ["Copies for further readers", ({ copies }) => whole(copies)],
  ["Out of order, of those with a key", ({ order }) => (order.completed === 0 ? "no keys" : `${whole(order.violations)} (${percent(order.violations / order.completed)})`)],
  ["Keys out of order", ({ order }) => (order.keys === 0 ? "·" : `${whole(order.keysBroken)} of ${whole(order.keys)}`)],
  ["Executed twice", ({ duplicated }) => whole(duplicated)],
  ["Lost", ({ lost }) => whole(lost)],
  ["Dead-lettered or failed", ({ deadLettered, failed }) => whole(deadLettered + failed)],
  ["Wait p50", ({ waitMs }) => milliseconds(waitMs.p50)],
  ["Wait p95", ({ waitMs }) => milliseconds(waitMs.p95)],
  ["Wait p99", ({ waitMs }) => milliseconds(waitMs.p99)],
  ["End to end p50", ({ endToEndMs }) => milliseconds(endToEndMs.p50)],
  ["End to end p95", ({ endToEndMs }) => milliseconds(endToEndMs.p95)],
  ["End to end p99", ({ endToEndMs }) => milliseconds(endToEndMs.p99)],
];

/** What the same load did with each broker, side by side. */
export function swapSummary(design: Design, channel: string, outcomes: readonly SwapOutcome[]): string {
  const node = design.nodes.find(({ id }) => id === channel);
  const header = ["", ...outcomes.map(({ semantics }) => semantics)];
  const rows = ROWS.map(([title, write]) => [title, ...outcomes.map(({ result }) => (result ? write(result) : "·"))]);
  const remarks = outcomes.flatMap(({ semantics, refused, leftOut, withoutPriority, result }) => [...(refused === null ? [] : [refused]), ...leftOutText(leftOut), ...withoutPriority.map((name) => `leaves out the priority of ${name}`), ...(result?.unstable ?? [])].map((why) => `  ${semantics}: ${why}\n`));
  return `${design.name} · another broker in place of ${node ? displayName(node) : channel}\n\n${table([header, ...rows])}${remarks.length === 0 ? "" : `\nRemarks\n${remarks.join("")}`}`;
}

function leftOutText(leftOut: readonly string[]): string[] {
  return leftOut.length === 0 ? [] : [`does not know the channel's ${leftOut.map((title) => title.toLowerCase()).join(", ")}`];
}

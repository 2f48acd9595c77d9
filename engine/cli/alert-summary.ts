import type { AlertActionState, AlertRecord } from "../contract/alerts.ts";
import type { Report } from "../contract/report.ts";
import { duration, whole } from "./format.ts";

/** Lines that are shown; the report has more. */
const SHOWN = 12;

/** What alerts saw and did, the first ones, and how many there were (rule O6). */
export function alertPart({ alerts }: Report): string {
  if (!alerts || alerts.count === 0) return "";
  const shown = alerts.log.slice(0, SHOWN);
  const width = Math.max(...shown.map((record) => whenOf(record).length));
  const lines = shown.flatMap((record) => [`${whenOf(record).padEnd(width)}  ${sentence(record)}`, ...record.actions.map((action) => `${" ".repeat(width)}  ${deed(action)}`)]);
  const more = alerts.count > shown.length ? [`… and ${whole(alerts.count - shown.length)} more: --json has them`] : [];
  return `Alerts\n${[...lines, ...more].map((line) => `  ${line}\n`).join("")}`;
}

function whenOf({ atMs }: AlertRecord): string {
  return `at ${duration(atMs)}`;
}

function sentence({ name, again, why, atMs, resolvedMs, resolvedBy }: AlertRecord): string {
  const over = resolvedMs === null ? "until the end" : `over after ${duration(resolvedMs - atMs)}${resolvedBy === "new-normal" ? ", usual by then" : ""}`;
  return `${name}${again > 0 ? " goes on" : ""}: ${why.text}; ${over}`;
}

function deed({ what, result, note }: AlertActionState): string {
  return `${result === "done" ? "" : `${result}: `}${what}${note ? ` (${note})` : ""}`;
}

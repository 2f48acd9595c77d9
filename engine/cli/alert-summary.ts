import type { AlertRecord } from "../contract/alerts.ts";
import type { Report } from "../contract/report.ts";
import { duration, table, whole } from "./format.ts";

/** Lines that are shown; the report has more. */
const SHOWN = 12;

/** What alerts saw and did, the first ones, and how many there were (rule O6). */
export function alertPart({ alerts }: Report): string {
  if (!alerts || alerts.count === 0) return "";
  const { count, log } = alerts;
  const more = count > SHOWN ? `  … and ${whole(count - SHOWN)} more: --json has them\n` : "";
  return `Alerts\n${table(log.slice(0, SHOWN).flatMap(rowsOf))}${more}`;
}

function rowsOf({ name, atMs, again, why, actions, resolvedMs, resolvedBy }: AlertRecord): string[][] {
  const over = resolvedMs === null ? "until the end" : `over after ${duration(resolvedMs - atMs)}${resolvedBy === "new-normal" ? ", usual by then" : ""}`;
  return [
    [`${name}${again > 0 ? " (goes on)" : ""}`, `at ${duration(atMs)}`, over, why.text],
    ...actions.map(({ what, result, note }) => ["", "", result, `${what}${note === undefined || note === "" ? "" : `: ${note}`}`]),
  ];
}

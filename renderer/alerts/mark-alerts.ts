import type { AlertRecord } from "../../engine/contract/alerts.ts";
import type { CommandContext } from "../commands/command.ts";
import { alertsWords as words } from "../words/alerts.ts";

/** Marks on the charts where each alert fires and where it is over (rule O6); not each time that its actions are taken again. */
export function markAlerts({ run }: Pick<CommandContext, "run">): () => void {
  return run.subscribe((now, before) => {
    if (now.run === before.run) return;
    const isSame = now.run?.runId === before.run?.runId;
    const known = new Map((isSame ? (before.run?.alerts ?? []) : []).map((each) => [each.seq, each]));
    for (const record of now.run?.alerts ?? []) mark(record, known.get(record.seq));
  });

  function mark({ again, atMs, name, resolvedMs }: AlertRecord, before: AlertRecord | undefined): void {
    const { addMark, marks } = run.getState();
    if (before === undefined && again === 0) addMark({ atMs, label: words.fires(name) });
    if (resolvedMs === null || (before?.resolvedMs ?? null) !== null) return;
    // Each line that it has in the log is over at the same moment.
    const over = { atMs: resolvedMs, label: words.isOver(name) };
    if (!marks.some(({ atMs: at, label }) => at === over.atMs && label === over.label)) addMark(over);
  }
}

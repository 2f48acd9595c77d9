import { resolve } from "node:path";
import { formatExactCount } from "../../design/words/numbers.ts";
import type { Recorder } from "../contract/replay/recorder.ts";
import type { Report } from "../contract/report.ts";
import { writeAtomically } from "../host/files/write-atomically.ts";
import { readPlayer } from "../replay/player.ts";
import { replayPage } from "../replay/replay-page.ts";
import type { Terminal } from "./terminal.ts";

/** Writes a run that has ended as one HTML file, atomically, and says how large it is and what it leaves out. */
export async function writeReplay(path: string, recorder: Recorder, report: Report, terminal: Terminal): Promise<void> {
  recorder.acceptReport(report);
  const { html, bytes, thinned } = await replayPage(await readPlayer(), recorder, Date.now());
  await writeAtomically(resolve(path), html);
  terminal.note(`Replay: ${path}, ${formatExactCount(Math.ceil(bytes / 1000))} kB.${thinned === null ? "" : ` ${thinned}`}\n`);
}

import type { Design } from "../../design/document/schema.ts";
import type { ExperimentReport } from "../contract/chaos.ts";
import type { PredictedReport, Report } from "../contract/report.ts";
import { reportPage } from "../contract/report-page/page.ts";
import type { Mode } from "../contract/run.ts";
import type { Executor, RunListener, RunOptions } from "../core/executor.ts";
import { Shadow } from "../forecast/shadow.ts";
import { RunRecording } from "../replay/run-recording.ts";
import { newRunId } from "../host/standard-host.ts";
import { EXIT } from "./exit-codes.ts";
import { onInterrupt } from "./interrupts.ts";
import type { Finding } from "./junit/write-junit.ts";
import { createProgress } from "./progress.ts";
import { summaryOf } from "./summary.ts";
import type { Terminal } from "./terminal.ts";
import { writeReplay } from "./write-replay.ts";
import { writeText, writeReport } from "./write-report.ts";

/** What is executed, and where its report goes. */
export interface Execution {
  readonly mode: Mode;
  readonly design: Design;
  readonly seed: number | undefined;
  readonly forMs: number | null;
  readonly drainMs: number;
  readonly speed: number;
  readonly report: string | undefined;
  /** Where the report goes as a page. */
  readonly html?: string;
  /** Where the run goes as one HTML file that plays it. */
  readonly replay?: string;
  /** Standard output is for a result: what people read goes to standard error. */
  readonly outputTaken: boolean;
  /** Forecast the same run afterwards, and show both. */
  readonly predict?: boolean;
  /** Record events by id (rule E4). */
  readonly audit?: boolean;
  /** How coarse a forecast is (rule F6). */
  readonly eachStandsFor?: number | "auto" | undefined;
  /** Gets what was found, before the exit code. */
  readonly found?: (finding: Finding) => void;
}

/**
 * Executes a design to its end, shows how it goes, and writes the report. Ctrl+C stops it and it is reported all the same.
 * Resolves with the exit code; rejects with an AppError when it cannot start or its engine is lost.
 */
export async function execute(
  execution: Execution,
  createExecutor: (options: RunOptions, listener: RunListener) => Promise<Executor> | Executor,
  terminal: Terminal,
): Promise<number> {
  const { design, forMs, drainMs, speed } = execution;
  const progress = createProgress(terminal, () => performance.now());
  const seed = execution.seed ?? design.seed ?? 1;
  const recording = new RunRecording();
  const recorder = execution.replay === undefined ? null : recording.begin({ mode: execution.mode, seed, design, forMs });
  let executor: Executor | null = null;
  let isInterrupted = false;
  const release = onInterrupt(() => {
    isInterrupted = true;
    progress.notice({ level: "info", code: "stopping", message: "Stopping. Press Ctrl+C again to end at once." });
    void executor?.stop();
  });
  try {
    executor = await createExecutor(
      { runId: newRunId(), design, seed, forMs, drainMs, speed, paused: false, ...(execution.audit ? { audit: true } : {}), ...(execution.eachStandsFor !== undefined && { eachStandsFor: execution.eachStandsFor }) },
      recording.hearing({ onFrame: (frame) => progress.frame(frame), onSamples: () => {}, onState: (state) => progress.state(state), onNotice: (notice) => progress.notice(notice) }),
    );
    const measured = await runToEnd(executor, () => isInterrupted);
    progress.end();
    const report = execution.predict && measured.ended !== "failed" ? { ...measured, predicted: predictionOf(execution, measured) } : measured;
    const code = await conclude(report, execution, terminal);
    if (recorder && execution.replay !== undefined) await writeReplay(execution.replay, recorder, report, terminal);
    return code;
  } finally {
    progress.end();
    release();
  }
}

/** What the forecast says of the same run: as long, with the same draws (rule F4). */
function predictionOf({ design, seed, forMs }: Execution, { durationMs, drainedMs }: Report): PredictedReport {
  return new Shadow({ runId: "forecast", design, seed: seed ?? design.seed ?? 1, forMs }).report(durationMs, drainedMs);
}

/** A forecast goes on as fast as it can; a live run takes its time. One that is stopped while it starts ends without having started. */
async function runToEnd(executor: Executor, isInterrupted: () => boolean): Promise<Report> {
  const { finished } = executor;
  // A start that fails rejects both; the start's reason is the one to tell.
  finished.catch(() => {});
  if (isInterrupted()) await executor.stop();
  else await Promise.race([executor.start(), finished]);
  if (executor.mode === "forecast") await executor.finish();
  return finished;
}

async function conclude(report: Report, { design, report: path, html, outputTaken, found }: Execution, terminal: Terminal): Promise<number> {
  const summary = summaryOf(report, design);
  found?.({ design, report, summary });
  if (outputTaken) terminal.note(summary);
  else terminal.out(summary);
  if (path !== undefined) await writeReport(path, report, terminal);
  if (html !== undefined) await writeText(html, reportPage({ report, design, endedAt: `${new Date().toISOString().slice(0, 16).replace("T", " ")} UTC` }), terminal);
  if (report.ended === "failed") return EXIT.engine;
  return report.ledger.balanced && report.slos.every((slo) => slo.passed) && (report.experiments ?? []).every(asExpected) ? EXIT.done : EXIT.failed;
}

/** An experiment that could not begin proves nothing; one without a stated hypothesis claims nothing. */
function asExpected({ phase, recovery }: ExperimentReport): boolean {
  return phase !== "failed" && (recovery?.hypothesis.stated !== true || recovery.hypothesis.held);
}

import { isRunOf } from "../../engine/contract/run-owner.ts";
import { tellFailure } from "../commands/perform.ts";
import type { CommandContext } from "../commands/command.ts";
import { openExample, openFile } from "../files/file-actions.ts";
import { isRunning } from "../run/run-actions.ts";
import { startsWithTemplates } from "../start/start-preference.ts";
import { recallDocument } from "../files/same-document.ts";
import { pendingStore } from "../files/pending.ts";
import type { PreferenceFollower } from "../stores/preferences.ts";
import { shellWords } from "../words/shell.ts";

/**
 * First call on each connection: learns what the engine is doing. On the first of all it opens the named design, or an
 * example under the start screen, and offers unsaved work that an earlier window left behind.
 */
export async function greet(context: CommandContext, preferences: Pick<PreferenceFollower, "recall">, greeting: { done: boolean }): Promise<void> {
  const { run, session, engine } = context;
  try {
    const { version, platform, cpus, redis, open, run: state } = await engine.call("hello", {});
    run.getState().setHost({ version, platform, cpus });
    run.getState().setRedis(redis);
    endLostRun(context, state?.runId);
    if (state !== null) run.getState().acceptState(state);
    await preferences.recall();
    if (greeting.done) {
      session.getState().toast({ level: "success", text: shellWords.connectedToTheEngineAgain });
      return;
    }
    greeting.done = true;
    await Promise.all([openFirst(context, open).then(() => recallDocument(context.document, sessionStorage)), offerRecovery(context)]);
    await recallReport(context);
    if (open === undefined && !isRunning(context) && session.getState().dialog === null && startsWithTemplates()) session.getState().openDialog("start");
  } catch (error) {
    tellFailure(error, context);
  }
}

/** A run that the engine no longer knows has ended with it. */
function endLostRun({ run }: CommandContext, known: string | undefined): void {
  const { run: present, elsewhere } = run.getState();
  if (elsewhere !== null && elsewhere.runId !== known) run.setState({ elsewhere: null });
  if (present === null || present.runId === known || present.phase === "finished") return;
  run.getState().acceptState({ ...present, phase: "failed", message: shellWords.theEngineStoppedWhileItWasRunning });
}

async function openFirst(context: CommandContext, path: string | undefined): Promise<void> {
  try {
    if (path !== undefined) return await openFile(context, path);
    const { files } = await context.engine.call("files.examples", {});
    const sample = files.find((file) => file.path.includes("order-pipeline")) ?? files[0];
    if (sample) await openExample(context, sample.path);
  } catch (error) {
    tellFailure(error, context);
  }
}

/** A window that is opened again shows the report of the last run, if it was one of its design. */
async function recallReport({ engine, run }: CommandContext): Promise<void> {
  const { report, endedAt, owner } = await engine.call("run.report", {});
  if (report && isRunOf(owner, run.getState().shown)) run.getState().restoreReport(report, endedAt ?? Date.now());
}

async function offerRecovery({ engine, session }: CommandContext): Promise<void> {
  const { entries } = await engine.call("recovery.list", {});
  if (entries.length === 0) return;
  pendingStore.setState({ recovered: entries });
  session.getState().openDialog("recovery");
}

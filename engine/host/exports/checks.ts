import { existsSync } from "node:fs";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { AppError } from "../../../design/errors.ts";
import type { ExportFile } from "../../../design/export/target.ts";
import type { CheckOutcome } from "../../contract/exports.ts";
import { packageRoot, unpacked } from "../package-root.ts";
import { checkFiles, type FilesToCheck } from "./check-files.ts";
import type { Validity } from "./validity.ts";

/** Checks one export at a time; rejects where the check cannot run. */
export type CheckExport = (request: FilesToCheck) => Promise<Validity | null>;

/** Checks exports, one at a time and never an outdated one. */
export interface ExportChecks {
  /** A newer check of the same asker takes the place of an older one, which is answered `stale` at once. */
  check(request: { asker: string; target: string; files: readonly ExportFile[] }): Promise<CheckOutcome>;
}

/** Longer than any check of a document that somebody wants to deploy. */
const PATIENCE_MS = 60_000;

interface Waiting {
  readonly request: FilesToCheck;
  readonly answer: (outcome: CheckOutcome) => void;
  readonly refuse: (error: unknown) => void;
}

/** Puts checks in line. What runs is left to end: a check is short, and loading the checkers anew is not. */
export function createExportChecks(checkExport: CheckExport): ExportChecks {
  /** The newest check of each asker, until it is answered. */
  const open = new Map<string, Waiting>();
  const line: { readonly asker: string; readonly waiting: Waiting }[] = [];
  let isBusy = false;

  async function work(): Promise<void> {
    if (isBusy) return;
    isBusy = true;
    for (let next = line.shift(); next; next = line.shift()) {
      const { asker, waiting } = next;
      if (open.get(asker) !== waiting) continue;
      try {
        const validity = await checkExport(waiting.request);
        waiting.answer(validity === null ? { outcome: "unchecked" } : { outcome: "checked", checkedWith: validity.checkedWith, problems: [...validity.problems] });
      } catch (error) {
        waiting.refuse(error);
      }
      if (open.get(asker) === waiting) open.delete(asker);
    }
    isBusy = false;
  }

  return {
    check: ({ asker, target, files }) =>
      new Promise((answer, refuse) => {
        open.get(asker)?.answer({ outcome: "stale" });
        const waiting = { request: { target, files }, answer, refuse };
        open.set(asker, waiting);
        line.push({ asker, waiting });
        void work();
      }),
  };
}

/**
 * Checks in a thread from the build in `folder` (dist/node of the package), so that the host's own loop, with a live run's frames, goes
 * on undisturbed; the thread is started with the first check. Where there is no build, in this one.
 */
export function createCheckThread(folder = join(packageRoot(), "dist", "node")): CheckExport {
  let thread: Worker | undefined;

  function started(file: string): Worker {
    const fresh = new Worker(file);
    fresh.unref();
    fresh.once("exit", () => void (thread = thread === fresh ? undefined : thread));
    return fresh;
  }

  return async (request) => {
    const file = unpacked(join(folder, "check-export.js"));
    if (!existsSync(file)) return checkFiles(request);
    const asked = (thread ??= started(file));
    const result = await answerOf(asked, request);
    if ("validity" in result) return result.validity;
    // What a check that failed has left behind is nothing to build on.
    thread = undefined;
    void asked.terminate();
    throw new AppError("internal", result.failed);
  };
}

/** What the thread says: a check's answer, or why there is none. */
export type FromCheckThread = { readonly validity: Validity | null } | { readonly failed: string };

function answerOf(thread: Worker, request: FilesToCheck): Promise<FromCheckThread> {
  return new Promise((resolve) => {
    const end = (result: FromCheckThread) => {
      clearTimeout(timer);
      thread.off("message", end).off("error", fail).off("exit", gone);
      resolve(result);
    };
    const fail = (error: Error) => end({ failed: `The check has failed: ${error.message}` });
    const gone = () => end({ failed: "The check has ended without an answer." });
    const timer = setTimeout(() => end({ failed: `The check took longer than ${PATIENCE_MS / 1000} s and was given up.` }), PATIENCE_MS);
    thread.on("message", end).on("error", fail).on("exit", gone);
    thread.postMessage(request);
  });
}

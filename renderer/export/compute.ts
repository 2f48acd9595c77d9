import type { Design, Json } from "../../design/document/schema.ts";
import { AppError, isAppError, messageOf, type ErrorCode } from "../../design/errors.ts";
import { exportTo } from "../../design/export/registry.ts";
import type { ExportResult } from "../../design/export/target.ts";
import { topologyOf } from "../../design/topology/resolve.ts";
import { exportWords } from "../words/export.ts";

/** What an export is made of. */
export interface ExportRequest {
  readonly design: Design;
  readonly target: string;
  readonly options: Readonly<Record<string, Json>>;
}

export type ExportOutcome = ({ readonly ok: true } & ExportResult) | { readonly ok: false; readonly error: { readonly code: ErrorCode; readonly message: string } };

/** Exports in this thread; what the design or an option does not allow is an outcome too. */
export function exportNow({ design, target, options }: ExportRequest): ExportOutcome {
  try {
    return { ok: true, ...exportTo(target, topologyOf(design), options) };
  } catch (error) {
    return { ok: false, error: { code: isAppError(error) ? error.code : "internal", message: messageOf(error) } };
  }
}

/** Makes exports beside the screen. A request that comes while another is computed takes the place of those that wait. */
export interface Exporter {
  /** Resolves to null when a newer request has taken its place. */
  compute(request: ExportRequest): Promise<ExportOutcome | null>;
}

/** Computes with `run`, one request at a time and the newest next. */
export function createExporter(run: (request: ExportRequest) => Promise<ExportOutcome>): Exporter {
  let isBusy = false;
  let next: { readonly request: ExportRequest; readonly answer: (outcome: ExportOutcome | null) => void } | null = null;

  async function work(): Promise<void> {
    if (isBusy) return;
    isBusy = true;
    while (next) {
      const { request, answer } = next;
      next = null;
      answer(await run(request).catch((error: unknown): ExportOutcome => ({ ok: false, error: { code: "internal", message: messageOf(error) } })));
    }
    isBusy = false;
  }

  return {
    compute: (request) =>
      new Promise((answer) => {
        next?.answer(null);
        next = { request, answer };
        void work();
      }),
  };
}

/** The window's exporter: a worker that is started with the first export, so that no export, however large, makes the screen wait. */
export function workerExporter(): Exporter {
  let worker: Worker | undefined;
  return createExporter(
    (request) =>
      new Promise((resolve, reject) => {
        worker ??= new Worker(new URL("./export-worker.ts", import.meta.url), { type: "module" });
        worker.onmessage = ({ data }: MessageEvent<ExportOutcome>) => resolve(data);
        worker.onerror = () => {
          worker?.terminate();
          worker = undefined;
          reject(new AppError("internal", exportWords.theExportCouldNotBeComputedReload));
        };
        worker.postMessage(request);
      }),
  );
}

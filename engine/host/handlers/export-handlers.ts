import { resolve } from "node:path";
import type { Handlers } from "../answer.ts";
import type { ExportChecks } from "../exports/checks.ts";
import { compareExport, writeExport } from "../exports/write-export.ts";
import type { WrittenExports } from "../exports/written-exports.ts";

/** The calls about exports. Relative folders count from the process's; answers hold absolute ones. */
export function exportHandlers(written: WrittenExports, checks: ExportChecks) {
  return {
    async "exports.compare"({ folder, files }) {
      const root = resolve(folder);
      return { folder: root, files: await compareExport(root, files, await written.hashes()) };
    },
    async "exports.write"({ folder, files }) {
      const root = resolve(folder);
      const { hashes, ...done } = await writeExport(root, files);
      await written.remember(hashes);
      return { folder: root, ...done };
    },
    "exports.check": (request) => checks.check(request),
  } satisfies Partial<Handlers>;
}

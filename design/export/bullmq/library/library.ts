import type { ExportFile } from "../../target.ts";
import type { Code } from "../code.ts";
import { CONNECTION, EVENT, LOG } from "./event.ts";
import { EXPRESSIONS, ROUTING } from "./expressions.ts";
import { PRODUCE, TEMPLATE } from "./produce.ts";
import { REDRIVE } from "./redrive.ts";
import { SIMULATE } from "./simulate.ts";
import { IDEMPOTENCE, SERVICE, WORKER } from "./worker.ts";

/** What every project may need, each module with what it needs itself. */
const LIBRARY: Readonly<Record<string, { readonly text: Code; readonly needs: readonly string[] }>> = {
  "src/lib/connection.ts": { text: CONNECTION, needs: [] },
  "src/lib/event.ts": { text: EVENT, needs: [] },
  "src/lib/expressions.ts": { text: EXPRESSIONS, needs: ["src/lib/event.ts", "@marcbachmann/cel-js"] },
  "src/lib/idempotence.ts": { text: IDEMPOTENCE, needs: ["src/lib/connection.ts"] },
  "src/lib/log.ts": { text: LOG, needs: ["src/lib/event.ts"] },
  "src/lib/produce.ts": { text: PRODUCE, needs: ["src/lib/service.ts", "src/lib/simulate.ts"] },
  "src/lib/redrive.ts": { text: REDRIVE, needs: ["src/lib/event.ts"] },
  "src/lib/routing.ts": { text: ROUTING, needs: ["src/lib/event.ts"] },
  "src/lib/service.ts": { text: SERVICE, needs: [] },
  "src/lib/simulate.ts": { text: SIMULATE, needs: [] },
  "src/lib/template.ts": { text: TEMPLATE, needs: ["src/lib/event.ts"] },
  "src/lib/worker.ts": { text: WORKER, needs: ["src/lib/event.ts", "src/lib/log.ts"] },
};

/** The modules of the library that are used, directly or by each other, and the packages that these need. */
export function libraryFor(used: readonly string[]): { files: ExportFile[]; packages: string[] } {
  const all = new Set(used);
  for (const module of all) for (const needed of LIBRARY[module]?.needs ?? []) all.add(needed);
  return {
    files: Object.entries(LIBRARY).flatMap(([path, { text }]) => (all.has(path) ? [{ path, language: "typescript" as const, text: text.text }] : [])),
    packages: [...all].filter((module) => !module.startsWith("src/")),
  };
}

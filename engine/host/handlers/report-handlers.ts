import type { Handlers } from "../answer.ts";
import type { KeptReports } from "../kept-reports.ts";

/** The calls about the reports that are kept for each design. */
export function reportHandlers(kept: KeptReports) {
  return {
    "reports.list": async (owner) => ({ reports: await kept.list(owner) }),
    "reports.adopt": async (owner) => ({ reports: await kept.adopt(owner) }),
  } satisfies Partial<Handlers>;
}

import type { Handlers } from "../answer.ts";
import type { KeptReports } from "../kept-reports.ts";

/** The calls about the reports that are kept for each design. */
export function reportHandlers(kept: KeptReports) {
  return {
    "reports.list": (owner) => kept.list(owner),
    "reports.adopt": (owner) => kept.adopt(owner),
    "reports.label": ({ owner, id, label }) => kept.label(owner, id, label),
    "reports.remove": ({ owner, id }) => kept.remove(owner, id),
    "reports.restore": ({ owner, kept: report }) => kept.restore(owner, report),
  } satisfies Partial<Handlers>;
}

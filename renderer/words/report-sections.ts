import { area } from "./area.ts";

/** Sections of the report that only some runs have. */
export const reportSectionsWords = area("reportSections", {
  audit: {
    title: "Audit by id",
    agrees: "agrees with the ledger",
    differs: "differs from the ledger",
    born: "born",
    ended: "ended",
    inFlight: "in flight",
    lost: "lost",
    duplicated: "duplicated",
    redelivered: "handed out again",
    recognised: "second children left out",
    none: "Every event that was born ended once or is still there: none was lost, none was doubled.",
    difference: (place: string, line: string, audit: string, ledger: string) => `${place}: ${audit} ${line} by id, ${ledger} by the ledger.`,
    lostIds: "Lost events",
    duplicatedIds: "Duplicated events",
    foundOf: (title: string, count: string) => `${title}: ${count}`,
    moreInTheFile: (count: string) => `${count} more; Save JSON keeps the first 1,000 of each sort.`,
  },
});

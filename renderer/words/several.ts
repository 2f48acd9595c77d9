import { area } from "./area.ts";

/** The inspector while several nodes or edges are selected. */
export const severalWords = area("several", {
  settingsOf: (what: string) => `Settings of ${what}`,
  inCommon: (what: string) => `What ${what} have in common`,
  listsDiffer: "These lists differ. Select one of them to edit its own.",
  nothingInCommon: "They have no setting in common.",
});

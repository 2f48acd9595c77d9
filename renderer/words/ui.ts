import { area } from "./area.ts";

/** What every dialog and control says. */
export const uiWords = area("ui", {
  close: "Close",
});

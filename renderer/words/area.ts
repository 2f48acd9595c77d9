/** The screen's words are made as those of exported pages are. */
export { area } from "../../design/words/area.ts";

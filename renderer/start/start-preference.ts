import { readPreference, writePreference } from "../stores/preferences.ts";

const NAME = "startScreen";

/** Whether the app opens with the templates when it is not asked to open a file. */
export function startsWithTemplates(): boolean {
  return readPreference(NAME, true, (value) => typeof value === "boolean");
}

/** Remembers for this user whether it does. */
export function setStartsWithTemplates(wanted: boolean): void {
  writePreference(NAME, wanted);
}

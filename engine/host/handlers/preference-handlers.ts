import type { Handlers } from "../answer.ts";
import type { Preferences } from "../preferences.ts";

/** The calls about what the user of this computer likes. */
export function preferenceHandlers(preferences: Preferences) {
  return {
    "preferences.read": async () => ({ values: await preferences.read() }),
    "preferences.write": async ({ name, value }) => {
      await preferences.write(name, value);
      return {};
    },
  } satisfies Partial<Handlers>;
}

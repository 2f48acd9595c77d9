import type { Handlers } from "../answer.ts";
import type { RecoveryStore } from "../files/recovery-store.ts";

/** The calls about unsaved work. */
export function recoveryHandlers(store: RecoveryStore) {
  return {
    async "recovery.write"(entry) {
      await store.write(entry);
      return {};
    },
    "recovery.list": async () => ({ entries: await store.list() }),
    async "recovery.clear"({ key }) {
      await store.clear(key);
      return {};
    },
  } satisfies Partial<Handlers>;
}

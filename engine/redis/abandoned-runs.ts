import { connect } from "./connection.ts";
import { ALL_RUNS } from "./keys.ts";
import { removeKeys } from "./run-keys.ts";

/**
 * Removes what runs left in an embedded Redis whose host was killed. Only for a server that is ours alone: on a shared
 * one, another host's runs may be going on.
 */
export async function removeAbandonedRuns(url: string): Promise<void> {
  const redis = connect(url, () => {});
  try {
    await removeKeys(redis, `${ALL_RUNS}*`);
  } finally {
    redis.disconnect();
  }
}

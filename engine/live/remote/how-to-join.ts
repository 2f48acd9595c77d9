import type { Joining } from "../../contract/zones.ts";
import type { LiveEnvironment } from "../../core/environment.ts";
import { addressWithoutSecrets, hasSecret, isOnThisMachine } from "../../redis/redis-address.ts";

/** What a person is told who wants a worker of another machine to join: never a password or the token. */
export function howToJoin({ redisUrl, redis, joinToken }: LiveEnvironment): Joining {
  return {
    isOpen: Boolean(joinToken),
    redis: addressWithoutSecrets(redisUrl),
    reach: isOnThisMachine(redisUrl) ? "machine" : "network",
    isEmbedded: redis !== undefined,
    needsPassword: hasSecret(redisUrl),
  };
}

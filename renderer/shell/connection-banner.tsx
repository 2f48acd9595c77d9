import { LoaderCircle, Unplug } from "lucide-react";
import { useRun } from "../stores/run-store.ts";
import { shellWords } from "../words/shell.ts";
import "./connection-banner.css";

/** Says that the engine is away, and what is being done about it; nothing while all is well. */
export function ConnectionBanner() {
  const { status, message } = useRun((slice) => slice.connection);
  const redis = useRun((slice) => slice.redis);
  const wantsRedis = useRun(({ options }) => options.mode === "live");
  if (status !== "connected") {
    return (
      <p className="connection-banner" data-status={status} role="status">
        {status === "connecting" ? <LoaderCircle className="spinning" size={15} aria-hidden="true" /> : <Unplug size={15} aria-hidden="true" />}
        {message ?? shellWords.connectingToTheEngine}
      </p>
    );
  }
  if (wantsRedis && (redis?.status === "failed" || redis?.status === "restarting")) {
    return (
      <p className="connection-banner" data-status="lost" role="status">
        <Unplug size={15} aria-hidden="true" />
        {redis.status === "restarting" ? shellWords.redisIsRestarting : shellWords.thereIsNoRedisForLiveRuns} {redis.message}
      </p>
    );
  }
  return null;
}

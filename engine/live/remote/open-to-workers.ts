import type { Notice } from "../../contract/run.ts";
import type { LiveEnvironment } from "../../core/environment.ts";
import type { Wiring } from "../../core/wiring.ts";
import type { Crew } from "../crew.ts";
import type { ReplicaShares } from "../replica-shares.ts";
import { whyNotElsewhere } from "../zones.ts";
import { RemoteWorkers } from "./remote-workers.ts";

interface OpenOptions {
  readonly environment: LiveEnvironment;
  readonly runId: string;
  readonly wiring: Wiring;
  readonly crew: Crew;
  readonly shares: ReplicaShares;
  readonly onNotice: (notice: Notice) => void;
}

/** Lets workers from other machines into a run, where there is a token for them. */
export function openToWorkers({ environment, runId, wiring, crew, shares, onNotice }: OpenOptions): RemoteWorkers | undefined {
  const { redisUrl, joinToken: token } = environment;
  if (!token) return undefined;
  return new RemoteWorkers({
    redisUrl,
    runId,
    token,
    wiring,
    onNotice,
    onJoin(worker, { name, zone }) {
      const refusal = zone === undefined ? undefined : whyNotElsewhere(wiring, zone);
      if (refusal !== undefined) return refusal;
      crew.adopt(worker, name, zone);
      shares.tell();
      return undefined;
    },
  });
}

import { quoted } from "../../design/export/shell.ts";
import { displayName } from "../../design/document/display-name.ts";
import type { Design } from "../../design/document/schema.ts";
import { LOCAL_ZONE } from "../../design/graph/local-zone.ts";
import type { Joining } from "../../engine/contract/zones.ts";

/** Kinds that reach outside: a zone with one stays on the machine where addresses are approved and opened. */
const REACHES_OUTSIDE: ReadonlySet<string> = new Set(["webhook", "webSocketGateway"]);

/** The command by which a worker joins a run: adds slots to every consumer, or takes these zones. It holds no secret. */
export function joinCommand(runId: string, { redis }: Pick<Joining, "redis">, zones: readonly string[]): string {
  const words = ["spillway", "worker", "--redis", redis, "--run", runId, ...(zones.length > 0 ? ["--zones", zones.join(",")] : [])];
  return words.map(quoted).join(" ");
}

/** The name of a node for which a zone must stay on this machine; undefined where another may take it (rule O3). */
export function whyItStays({ nodes }: Design, zone: string): string | undefined {
  const edge = nodes.find((node) => (node.zone ?? LOCAL_ZONE) === zone && REACHES_OUTSIDE.has(node.kind));
  return edge && displayName(edge);
}

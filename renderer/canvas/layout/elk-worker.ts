import ELK, { type ElkNode } from "elkjs/lib/elk-api.js";
import workerUrl from "elkjs/lib/elk-worker.min.js?url";

let elk: InstanceType<typeof ELK> | null = null;

/** Lays a graph out in a worker that is started with the first call. Rejects when ELK refuses the graph. */
export async function layOutInWorker(graph: ElkNode): Promise<ElkNode> {
  elk ??= new ELK({ workerUrl });
  return await elk.layout(graph);
}

import type { Design, DesignNode, Json } from "../../../design/document/schema.ts";
import { AppError } from "../../../design/errors.ts";
import { displayName } from "../../../design/document/display-name.ts";
import { readTrace } from "./read-trace.ts";

/**
 * The design with the content of its recorded traces in it, so that every process that executes it has them. `folder` is the
 * design's own; null where it has none, because it was never saved. Throws an AppError that names the node.
 */
export function withTraces(design: Design, folder: string | null): Design {
  if (!design.nodes.some((node) => traceFile(node) !== undefined)) return design;
  return { ...design, nodes: design.nodes.map((node) => withTrace(node, folder)) };
}

function withTrace(node: DesignNode, folder: string | null): DesignNode {
  const file = traceFile(node);
  if (file === undefined) return node;
  if (folder === null) throw new AppError("trace-refused", `${displayName(node)} plays ${file}, which lies beside the design: save the design there first.`);
  try {
    const events = readTrace(folder, file) as unknown as Json;
    return { ...node, settings: { ...node.settings, arrivals: { ...(node.settings?.arrivals as Record<string, Json>), events } } };
  } catch (error) {
    if (error instanceof AppError) throw new AppError(error.code, `${displayName(node)}: ${error.message}`, { cause: error });
    throw error;
  }
}

/** The file that a producer's trace is in. */
function traceFile({ kind, settings }: DesignNode): string | undefined {
  const arrivals = settings?.arrivals;
  if (kind !== "producer" || typeof arrivals !== "object" || arrivals === null || Array.isArray(arrivals)) return undefined;
  return arrivals.process === "trace" && typeof arrivals.file === "string" ? arrivals.file : undefined;
}

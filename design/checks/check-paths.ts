import { displayName } from "../document/display-name.ts";
import type { Design } from "../document/schema.ts";
import type { Problem } from "../problem.ts";

/** Two nodes of a kind cannot listen at one path (rules P6, S3). */
export function checkPaths({ nodes }: Design): Problem[] {
  const taken = new Map<string, string>();
  return nodes.flatMap((node, index): Problem[] => {
    const path = node.settings?.path;
    if ((node.kind !== "httpSource" && node.kind !== "webSocketGateway") || (path !== undefined && typeof path !== "string")) return [];
    const key = `${node.kind} ${path ?? "/events"}`;
    const other = taken.get(key);
    if (other === undefined) {
      taken.set(key, displayName(node));
      return [];
    }
    return [{ severity: "error", code: "settings", node: node.id, path: ["nodes", index, "settings", "path"], message: `${displayName(node)} listens at the same path as ${other}: give each its own.` }];
  });
}

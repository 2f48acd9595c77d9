import { displayName } from "../../design/document/display-name.ts";
import type { Design, DesignNode } from "../../design/document/schema.ts";
import { settingsOf } from "../../design/document/settings.ts";
import { isKindType, kindOf } from "../../design/kinds/registry.ts";
import { loadOf, PlannedLoad, type LoadStep } from "../../design/load/planned-load.ts";
import { AppError } from "../../design/errors.ts";

/** Refuses to execute a design without `--for` when one of its sources would never stop by itself. Throws `wrong-use`. */
export function refuseEndless(design: Design): void {
  const endless = design.nodes.filter((node) => isKindType(node.kind) && kindOf(node.kind).role === "source" && !endsByItself(node, loadOf(design, node.id)));
  if (endless.length === 0) return;
  const names = endless.map((node) => displayName(node)).join(", ");
  throw new AppError("wrong-use", `${names} produce${endless.length === 1 ? "s" : ""} without a limit: say for how long with --for (--for 20s).`);
}

function endsByItself(node: DesignNode, load: readonly LoadStep[]): boolean {
  if (node.kind === "schedule") return limitOf(settingsOf(node, "schedule"));
  if (node.kind === "httpSource") return settingsOf(node, "httpSource").limit?.durationMs !== undefined || limitOf(settingsOf(node, "httpSource"));
  if (node.kind !== "producer") return false;
  const { limit, arrivals } = settingsOf(node, "producer");
  if (limit?.durationMs !== undefined) return true;
  // Without a rate a count is never reached, nor the end of a trace.
  if (load.length > 0) {
    const planned = new PlannedLoad(load, () => ("ratePerSecond" in arrivals && arrivals.ratePerSecond === 0 && arrivals.process !== "ramp" ? 0 : 1));
    return (limit?.count !== undefined || arrivals.process === "trace") && planned.rateAt(planned.endMs) > 0;
  }
  if (arrivals.process === "trace") return true;
  return limit?.count !== undefined && (limit.count === 0 || arrivals.ratePerSecond > 0 || arrivals.process === "ramp");
}

/** Whether a source that goes on by itself has an end. */
function limitOf({ limit }: { readonly limit?: { readonly count?: number; readonly durationMs?: number } }): boolean {
  return limit?.count !== undefined || limit?.durationMs !== undefined;
}

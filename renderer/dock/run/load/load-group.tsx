import { useMemo, useState } from "react";
import { factsOf } from "../../../../design/checks/node-facts.ts";
import type { DesignNode } from "../../../../design/document/schema.ts";
import type { LoadStep } from "../../../../design/load/planned-load.ts";
import { TimelineGroup } from "../timeline/timeline-group.tsx";
import { LoadRow, type IndexedStep } from "./load-row.tsx";
import { dockRunWords } from "../../../words/dock-run.ts";

/** More producers than this are told rather than drawn. */
const MOST_ROWS = 40;
const NO_STEPS: readonly IndexedStep[] = [];
const HINT = dockRunWords.dragOverAnEmptyStretch;

/** The load that is planned for a run, a row for each producer (rule P7); every edit can be undone. */
export function LoadGroup({ producers, load }: { readonly producers: readonly DesignNode[]; readonly load: readonly LoadStep[] }) {
  const [open, setOpen] = useState<number | null>(null);
  const byNode = useMemo(() => stepsByNode(load), [load]);
  return (
    <TimelineGroup title={dockRunWords.plannedLoad} hint={HINT}>
      {producers.slice(0, MOST_ROWS).map((node) => (
        <LoadRow key={node.id} node={node} steps={byNode.get(node.id) ?? NO_STEPS} open={open} onOpen={setOpen} />
      ))}
      {producers.length > MOST_ROWS && <p className="timeline-more">{dockRunWords.moreProducers(producers.length - MOST_ROWS)}</p>}
    </TimelineGroup>
  );
}

/** Producers whose settings are sound: of others nobody knows the rate. */
export function isPlannable(node: DesignNode): boolean {
  return node.kind === "producer" && !factsOf(node).problems.some(({ severity }) => severity === "error");
}

/** Each node's steps with their indices, in the order in which they begin. */
function stepsByNode(load: readonly LoadStep[]): ReadonlyMap<string, IndexedStep[]> {
  const byNode = new Map<string, IndexedStep[]>();
  for (const [index, step] of load.entries()) byNode.set(step.node, [...(byNode.get(step.node) ?? []), { index, step }]);
  for (const steps of byNode.values()) steps.sort((a, b) => a.step.atMs - b.step.atMs);
  return byNode;
}

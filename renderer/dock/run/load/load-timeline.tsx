import { useMemo, useState } from "react";
import { factsOf } from "../../../../design/checks/node-facts.ts";
import type { DesignNode } from "../../../../design/document/schema.ts";
import type { LoadStep } from "../../../../design/load/planned-load.ts";
import { formatTick } from "../../../format/clock.ts";
import { useDocument } from "../../../stores/document-store.ts";
import { useShownFrame } from "../../../stores/frames.ts";
import { isActive } from "../../../stores/run-state.ts";
import { useRun } from "../../../stores/run-store.ts";
import { LoadRow } from "./load-row.tsx";
import { shownLength, snapped, type IndexedStep } from "./step-place.ts";
import "./load.css";

/** More producers than this are told rather than drawn. */
const MOST_ROWS = 40;
const NO_LOAD: readonly LoadStep[] = [];
const NO_STEPS: readonly IndexedStep[] = [];

/** The load that is planned for a run, a row for each producer (rule P7); every edit can be undone. */
export function LoadTimeline() {
  const nodes = useDocument(({ design }) => design.nodes);
  const load = useDocument(({ design }) => design.scenario?.load) ?? NO_LOAD;
  const run = useRun((slice) => slice.run);
  const options = useRun((slice) => slice.options);
  const frame = useShownFrame();
  const [open, setOpen] = useState<number | null>(null);
  const byNode = useMemo(() => stepsByNode(load), [load]);
  const producers = nodes.filter(isDrawn);
  if (producers.length === 0) return null;
  const atMs = isActive(run) ? Math.max(run?.atMs ?? 0, frame?.atMs ?? 0) : null;
  const lengthMs = shownLength(atMs === null ? options.forMs : (run?.forMs ?? null), atMs ?? 0, load);
  const freshMs = snapped(atMs ?? lengthMs / 4, lengthMs);
  return (
    <section className="load" aria-label="Planned load">
      <h3>
        Planned load
        {load.length === 0 && <small>Steps and ramps of a producer’s rate, the same in live runs and forecasts. Add one with +.</small>}
      </h3>
      <div className="load-rows scroll">
        {producers.slice(0, MOST_ROWS).map((node) => (
          <LoadRow key={node.id} node={node} steps={byNode.get(node.id) ?? NO_STEPS} lengthMs={lengthMs} freshMs={freshMs} open={open} onOpen={setOpen} />
        ))}
        {producers.length > MOST_ROWS && <p className="load-more">{producers.length - MOST_ROWS} more producers are not drawn here; their load can be planned in the file (scenario.load).</p>}
        {atMs !== null && (
          <div className="load-now" aria-hidden="true">
            <i style={{ left: `${Math.min(100, (atMs / lengthMs) * 100)}%` }} />
          </div>
        )}
      </div>
      <div className="load-scale" aria-hidden="true">
        {[0, 0.25, 0.5, 0.75, 1].map((share) => (
          <span key={share}>{formatTick(lengthMs * share)}</span>
        ))}
      </div>
    </section>
  );
}

/** Producers whose settings are sound: of others nobody knows the rate. */
function isDrawn(node: DesignNode): boolean {
  return node.kind === "producer" && !factsOf(node).problems.some(({ severity }) => severity === "error");
}

/** Each node's steps with their indices, in the order in which they begin. */
function stepsByNode(load: readonly LoadStep[]): ReadonlyMap<string, IndexedStep[]> {
  const byNode = new Map<string, IndexedStep[]>();
  for (const [index, step] of load.entries()) byNode.set(step.node, [...(byNode.get(step.node) ?? []), { index, step }]);
  for (const steps of byNode.values()) steps.sort((a, b) => a.step.atMs - b.step.atMs);
  return byNode;
}

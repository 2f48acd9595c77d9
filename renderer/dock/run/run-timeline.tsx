import type { ChaosRecord } from "../../../design/chaos/experiment.ts";
import type { LoadStep } from "../../../design/load/planned-load.ts";
import { useDocument } from "../../stores/document-store.ts";
import { ChaosGroup } from "./chaos/chaos-group.tsx";
import { spanOf } from "./chaos/chaos-bar.tsx";
import { isPlannable, LoadGroup } from "./load/load-group.tsx";
import { Timeline } from "./timeline/timeline.tsx";

const NO_LOAD: readonly LoadStep[] = [];
const NO_CHAOS: readonly ChaosRecord[] = [];

/** Everything that is planned for a run, group by group. Nothing where there is nothing to plan for. */
export function RunTimeline() {
  const nodes = useDocument(({ design }) => design.nodes);
  const load = useDocument(({ design }) => design.scenario?.load) ?? NO_LOAD;
  const chaos = useDocument(({ design }) => design.scenario?.chaos) ?? NO_CHAOS;
  const producers = nodes.filter(isPlannable);
  if (nodes.length === 0) return null;
  return (
    <Timeline planned={[...load, ...chaos.map(spanOf)]}>
      {producers.length > 0 && <LoadGroup producers={producers} load={load} />}
      <ChaosGroup chaos={chaos} />
    </Timeline>
  );
}

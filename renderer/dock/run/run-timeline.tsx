import type { LoadStep } from "../../../design/load/planned-load.ts";
import { useDocument } from "../../stores/document-store.ts";
import { isPlannable, LoadGroup } from "./load/load-group.tsx";
import { Timeline } from "./timeline/timeline.tsx";

const NO_LOAD: readonly LoadStep[] = [];

/** Everything that is planned for a run, group by group. Nothing where there is nothing to plan for. */
export function RunTimeline() {
  const nodes = useDocument(({ design }) => design.nodes);
  const load = useDocument(({ design }) => design.scenario?.load) ?? NO_LOAD;
  const producers = nodes.filter(isPlannable);
  if (producers.length === 0) return null;
  return (
    <Timeline planned={load}>
      <LoadGroup producers={producers} load={load} />
    </Timeline>
  );
}

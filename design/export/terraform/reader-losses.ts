import type { Flow } from "../../graph/compile.ts";
import type { TopicEdgeSettings } from "../../kinds/topic.ts";
import type { TopologyTopic } from "../../topology/topology.ts";
import type { LossReport } from "../target.ts";

/** What a service says of those who read a topic. */
interface Words {
  /** Why groups are lost; undefined where they are written. */
  readonly group?: string;
  readonly groupRemedy?: string;
  readonly attempts: string;
  /** The longest wait between attempts that is written, ms; none is where it is left out. */
  readonly mostBackoffMs?: number;
}

/** Reports what the readers of a topic say and no cloud's configuration can: their group, and how often they try. */
export function topicReaderLosses(losses: LossReport, flow: Flow, readers: TopologyTopic["readers"], { group, groupRemedy, attempts, mostBackoffMs = 0 }: Words): void {
  for (const reader of readers) {
    const of = { id: reader.edge };
    const settings = (flow.edges.get(reader.edge)?.settings ?? {}) as Partial<TopicEdgeSettings>;
    if (group !== undefined) losses.setting(of, "group", reader.group, group, groupRemedy ?? "Name the readers.");
    losses.setting(of, "attempts", settings.attempts, attempts, "Have the consumer try it again itself, before it moves its place on.");
    const { backoffMs = 0 } = settings;
    if (backoffMs > mostBackoffMs || !Number.isInteger(backoffMs)) losses.setting(of, "backoffMs", backoffMs, attempts, "Have the consumer wait before it tries again.");
  }
}

import type { Place } from "../core/wiring.ts";
import type { Member } from "./crew.ts";
import type { ReplicaShare } from "./messages.ts";

/** How the replicas that autoscalers have set are spread over the processes that run a consumer (rule O1). */
export class ReplicaShares {
  private readonly totals = new Map<Place, number>();

  constructor(private readonly members: () => readonly Member[]) {}

  set(consumer: Place, replicas: number): void {
    this.totals.set(consumer, replicas);
  }

  /** The part of one process: as many in each, the first ones one more. */
  of(member: Member): ReplicaShare[] {
    return [...this.totals].flatMap(([consumer, replicas]): ReplicaShare[] => {
      const running = this.members().filter(({ part, nodes, away }) => part === "consumers" && !away && (nodes === null || nodes.includes(consumer.id)));
      const index = running.indexOf(member);
      return index < 0 ? [] : [[consumer.index, Math.floor(replicas / running.length) + (index < replicas % running.length ? 1 : 0)]];
    });
  }

  /** Tells every process its part. */
  tell(): void {
    if (this.totals.size === 0) return;
    for (const member of this.members()) {
      const replicas = this.of(member);
      if (replicas.length > 0) member.process?.send({ type: "scale", replicas });
    }
  }
}

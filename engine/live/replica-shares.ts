import type { Place } from "../core/wiring.ts";
import type { Member } from "./crew.ts";
import type { ReplicaShare } from "./messages.ts";

/** How the replicas that autoscalers and alerts have set are spread over the processes that run a consumer (rules O1, O6). */
export class ReplicaShares {
  private readonly totals = new Map<Place, number>();

  constructor(private readonly members: () => readonly Member[]) {}

  set(consumer: Place, replicas: number): void {
    this.totals.set(consumer, replicas);
  }

  /** Sets them and tells who runs the consumer; undefined for those of its settings, in each process. */
  change(consumer: Place, replicas: number | undefined): void {
    if (replicas !== undefined) this.totals.set(consumer, replicas);
    else if (this.totals.delete(consumer)) for (const { process } of this.running(consumer)) process?.send({ type: "scale", replicas: [[consumer.index, null]] });
    this.tell();
  }

  /** What was set; undefined where its settings count. */
  total(consumer: Place): number | undefined {
    return this.totals.get(consumer);
  }

  /** The processes that run a consumer. */
  running({ id }: Place): Member[] {
    return this.members().filter(({ part, nodes, away }) => part === "consumers" && !away && (nodes === null || nodes.includes(id)));
  }

  /** The part of one process: as many in each, the first ones one more. */
  of(member: Member): ReplicaShare[] {
    return [...this.totals].flatMap(([consumer, replicas]): ReplicaShare[] => {
      const running = this.running(consumer);
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

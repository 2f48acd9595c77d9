import type { Clock, Timer } from "../clock.ts";
import { assign, nameOf, type Assignor, type TopicPartition } from "./assignors.ts";

/** How often an event was handed out to a replica that died with it, or gave it up between two attempts; its next delivery goes on counting (rule E5). */
export interface Handover extends TopicPartition {
  readonly offset: number;
  readonly deliveries: number;
  /** Which of them failed last, rather than being cut short; 0 for none. */
  readonly failed: number;
}

/** A partition that a member gets. */
export interface Grant extends TopicPartition {
  readonly handover: Handover | undefined;
}

/** Where the group's decisions go. */
export interface GroupListener {
  /** The member reads these too from now on. */
  assign(member: string, grants: readonly Grant[]): void;
  /** The member is to stop reading these as soon as what it has in hand is done, and then to say {@link Group.revoked}. */
  revoke(member: string, partitions: readonly TopicPartition[]): void;
  /** The member was not heard of for its session: the group goes on without it. These are no longer its own, whatever it still does; it has to join anew. */
  lost(member: string, partitions: readonly TopicPartition[]): void;
}

/** What a member says of itself when it joins. */
export interface Joining {
  readonly topics: readonly string[];
  /** How long it keeps its partitions when it dies, or is not heard of; design time, ms. */
  readonly sessionTimeoutMs: number;
}

interface Member extends Joining {
  /** Runs while it is dead and nobody knows, or is not heard of. */
  session: Timer | undefined;
  /** It is not heard of, but may be again. */
  isSilent: boolean;
  readonly owned: Map<string, TopicPartition>;
  readonly revoking: Set<string>;
}

/**
 * The coordinator of a consumer group, as Kafka's classic protocol has it (rules T3, T5). Who comes or goes begins a
 * rebalance. It is over when everyone has joined again; a dead member does not, and so holds it up until its session has timed out.
 * Meanwhile nobody reads, unless the assignor is cooperative: then only what moves to another member stops.
 */
export class Group {
  private readonly members = new Map<string, Member>();
  /** What each had before the rebalance that is going on. */
  private readonly before = new Map<string, TopicPartition[]>();
  private readonly handovers = new Map<string, Handover>();
  private rebalancing = false;
  private deferred = false;

  /** `defer` does something a moment later, so that replicas which start together make one rebalance. */
  constructor(
    private readonly clock: Clock,
    private readonly assignor: Assignor,
    private readonly topics: ReadonlyMap<string, number>,
    private readonly listener: GroupListener,
    private readonly defer: (action: () => void) => void,
  ) {}

  join(id: string, joining: Joining): void {
    if (this.members.has(id)) return;
    this.members.set(id, { ...joining, session: undefined, isSilent: false, owned: new Map(), revoking: new Set() });
    this.rebalance();
  }

  /** The member has stopped reading. */
  leave(id: string): void {
    const member = this.members.get(id);
    if (!member) return;
    member.session?.cancel();
    this.members.delete(id);
    this.before.delete(id);
    this.rebalance();
  }

  /** The member is gone without a word: that is noticed when its session times out. */
  died(id: string, handovers: readonly Handover[]): void {
    const member = this.members.get(id);
    if (!member || (member.session && !member.isSilent)) return;
    for (const handover of handovers) this.handovers.set(nameOf(handover), handover);
    member.isSilent = false;
    member.session ??= this.clock.at(this.clock.now() + member.sessionTimeoutMs, () => this.leave(id));
  }

  /** The member has not been heard of since then: its process stands still. */
  silent(id: string, sinceMs = this.clock.now()): void {
    const member = this.members.get(id);
    if (!member || member.session) return;
    member.isSilent = true;
    member.session = this.clock.at(sinceMs + member.sessionTimeoutMs, () => this.expel(id, member));
  }

  /** The member is heard of again. Where that is too late it does not know yet, and nothing changes. */
  alive(id: string): void {
    const member = this.members.get(id);
    if (!member?.isSilent) return;
    member.session?.cancel();
    member.session = undefined;
    member.isSilent = false;
    if (!this.rebalancing || this.deferred) return;
    // It had no part in the rebalance that began meanwhile.
    if (!this.isCooperative) this.revoke(id, member, [...member.owned.values()]);
    this.advance();
  }

  private expel(id: string, { owned, isSilent }: Member): void {
    if (isSilent) this.listener.lost(id, [...owned.values()]);
    this.leave(id);
  }

  /** The member has stopped reading these. */
  revoked(id: string, partitions: readonly TopicPartition[], handovers: readonly Handover[] = []): void {
    for (const handover of handovers) this.handovers.set(nameOf(handover), handover);
    const member = this.members.get(id);
    for (const each of partitions) {
      member?.owned.delete(nameOf(each));
      member?.revoking.delete(nameOf(each));
    }
    this.advance();
  }

  private get isCooperative(): boolean {
    return this.assignor === "cooperative-sticky";
  }

  private rebalance(): void {
    this.rebalancing = true;
    if (this.deferred) return;
    this.deferred = true;
    this.defer(() => {
      // An eager member gives up everything before it joins again.
      if (!this.isCooperative) for (const [id, member] of this.members) this.revoke(id, member, [...member.owned.values()]);
      this.deferred = false;
      this.advance();
    });
  }

  private revoke(id: string, member: Member, partitions: readonly TopicPartition[]): void {
    if (member.session) return;
    const news = partitions.filter((each) => !member.revoking.has(nameOf(each)));
    if (news.length === 0) return;
    if (!this.isCooperative) this.before.set(id, [...member.owned.values()]);
    for (const each of news) member.revoking.add(nameOf(each));
    this.listener.revoke(id, news);
  }

  /** Shares the partitions out as soon as that can be done. */
  private advance(): void {
    if (!this.rebalancing || this.deferred) return;
    const members = [...this.members];
    if (members.some(([, member]) => member.session)) return;
    if (!this.isCooperative && members.some(([, member]) => member.owned.size > 0)) return;
    const kept = members.map(([id, member]) => [id, this.isCooperative ? [...member.owned.values()].filter((each) => !member.revoking.has(nameOf(each))) : (this.before.get(id) ?? [])] as const);
    const target = assign(this.assignor, this.topics, new Map(members.map(([id, { topics }]) => [id, topics])), new Map(kept));
    this.rebalancing = false;
    for (const [id, member] of members) {
      const wanted = new Set((target.get(id) ?? []).map(nameOf));
      this.revoke(id, member, [...member.owned.values()].filter((each) => !wanted.has(nameOf(each))));
    }
    const taken = new Set(members.flatMap(([, member]) => [...member.owned.keys()]));
    for (const [id, member] of members) {
      const wanted = (target.get(id) ?? []).filter((each) => !member.owned.has(nameOf(each)));
      const free = wanted.filter((each) => !taken.has(nameOf(each)));
      // What another member still has in hand, it gets when that is given up.
      if (free.length < wanted.length) this.rebalancing = true;
      if (free.length > 0) this.grant(id, member, free);
    }
    if (!this.rebalancing) this.before.clear();
  }

  private grant(id: string, member: Member, partitions: readonly TopicPartition[]): void {
    const grants = partitions.map((each): Grant => ({ topic: each.topic, partition: each.partition, handover: this.handovers.get(nameOf(each)) }));
    for (const each of partitions) {
      member.owned.set(nameOf(each), each);
      this.handovers.delete(nameOf(each));
    }
    this.listener.assign(id, grants);
  }
}

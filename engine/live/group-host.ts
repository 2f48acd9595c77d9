import { messageOf } from "../../design/errors.ts";
import type { Notice } from "../contract/run.ts";
import type { TopicPartition } from "../core/log/assignors.ts";
import type { Group } from "../core/log/group.ts";
import { groupsOf } from "../core/log/groups.ts";
import { RunClock, type ClockState } from "../core/run-clock.ts";
import type { Wiring } from "../core/wiring.ts";
import type { Member } from "./crew.ts";
import type { RunKeys } from "../redis/run-keys.ts";
import type { FromProcess, GroupMessage } from "./messages.ts";
import { channelKey } from "./outlet.ts";

/** Replicas that come up within so long make one rebalance, ms on the wall clock. */
const TOGETHER_MS = 10;
/** How often it is looked who is silent, ms on the wall clock. */
const LOOK_MS = 200;
/** A process that nothing was heard of for so long stands still, ms on the wall clock: each tells its figures every 100 ms. */
const SILENT_MS = 2000;

/**
 * Coordinates the consumer groups of a live run from the host: the processes tell which of their replicas come and go, and are told
 * which partitions each reads (rules T3, T5).
 */
export class GroupHost {
  readonly clock: RunClock;
  private readonly groups: ReadonlyMap<string, Group>;
  /** In which process each member is. */
  private readonly homes = new Map<string, { readonly home: Member; readonly group: string }>();
  private opening = 0;
  private pending = 0;
  private whenQuiet: (() => void)[] = [];
  /** When each process was heard of last, and whether that is too long ago. */
  private readonly heartbeats = new Map<Member, { wallMs: number; designMs: number; isSilent: boolean }>();
  private readonly looking: ReturnType<typeof setInterval>;
  private lookedMs = performance.now();

  constructor(
    wiring: Wiring,
    state: ClockState,
    private readonly redis: Pick<RunKeys, "fence">,
    private readonly onNotice: (notice: Notice) => void,
  ) {
    this.clock = new RunClock(state);
    this.groups = groupsOf(
      wiring,
      this.clock,
      {
        assign: (member, grants) => {
          this.opening += grants.length;
          this.homes.get(member)?.home.process?.send({ type: "group-assign", member, grants });
        },
        revoke: (member, partitions) => this.homes.get(member)?.home.process?.send({ type: "group-revoke", member, partitions }),
        lost: (member, partitions) => this.lost(member, partitions, wiring),
      },
      (action) => {
        this.pending++;
        setTimeout(() => {
          this.pending--;
          action();
          this.tellQuiet();
        }, TOGETHER_MS);
      },
    );
    this.looking = setInterval(() => this.look(), LOOK_MS);
    this.looking.unref();
  }

  /** The run is over. */
  close(): void {
    clearInterval(this.looking);
    this.clock.clear();
  }

  /** Takes in what a process says; true when it was about a group. */
  heard(home: Member, message: FromProcess): message is GroupMessage {
    this.beats(home);
    // Nobody speaks for another process's replicas.
    if ("member" in message && (this.homes.get(message.member)?.home ?? home) !== home) return true;
    switch (message.type) {
      case "group-join":
        this.homes.set(message.member, { home, group: message.group });
        this.groups.get(message.group)?.join(message.member, message.joining);
        return true;
      case "group-leave":
        this.homes.delete(message.member);
        this.groups.get(message.group)?.leave(message.member);
        return true;
      case "group-died":
        this.homes.delete(message.member);
        this.groups.get(message.group)?.died(message.member, message.handovers);
        return true;
      case "group-revoked":
        this.groups.get(message.group)?.revoked(message.member, message.partitions, message.handovers);
        return true;
      case "group-opened":
        this.opening -= message.partitions.length;
        this.tellQuiet();
        return true;
      default:
        return false;
    }
  }

  /** A process is gone: its members are missed when their sessions time out. */
  gone(home: Member): void {
    this.heartbeats.delete(home);
    for (const [member, known] of this.homes) {
      if (known.home !== home) continue;
      this.homes.delete(member);
      this.groups.get(known.group)?.died(member, []);
    }
  }

  /** Resolves when nobody is about to begin reading. */
  quiet(): Promise<void> {
    return new Promise((resolve) => {
      this.whenQuiet.push(resolve);
      this.tellQuiet();
    });
  }

  private beats(home: Member): void {
    const last = this.heartbeats.get(home);
    const [wallMs, designMs] = [performance.now(), this.clock.now()];
    if (!last) return void this.heartbeats.set(home, { wallMs, designMs, isSilent: false });
    Object.assign(last, { wallMs, designMs });
    if (last.isSilent && !home.frozen) this.turn(home, last, false);
  }

  /** Looks which processes stand still: those that an experiment stopped, and those of this machine that nothing was heard of. */
  private look(): void {
    const now = performance.now();
    const isLate = now - this.lookedMs > 2 * LOOK_MS;
    this.lookedMs = now;
    // What others said while this process was busy is still to be heard.
    if (isLate) return;
    for (const [home, last] of this.heartbeats) if (!last.isSilent && (home.frozen || (!home.remote && now - last.wallMs > SILENT_MS))) this.turn(home, last, true);
  }

  private turn(home: Member, last: { readonly designMs: number; isSilent: boolean }, isSilent: boolean): void {
    last.isSilent = isSilent;
    for (const [member, known] of this.homes) {
      if (known.home !== home) continue;
      const group = this.groups.get(known.group);
      if (isSilent) group?.silent(member, last.designMs);
      else group?.alive(member);
    }
  }

  /** A member's session has timed out although its process is there: it is told as soon as that listens, and can commit nothing meanwhile. */
  private lost(member: string, partitions: readonly TopicPartition[], wiring: Wiring): void {
    const known = this.homes.get(member);
    if (!known) return;
    this.homes.delete(member);
    for (const { topic, partition } of partitions)
      this.redis.fence(channelKey(wiring.node(topic)), known.group, partition).catch((error: unknown) => this.onNotice({ level: "warning", code: "group", message: messageOf(error) }));
    known.home.process?.send({ type: "group-lost", member });
    this.onNotice({ level: "warning", code: "group-lost", message: `A replica in ${known.home.name} was not heard of for its session time-out: the rest of the group ${known.group} reads its partitions.` });
  }

  private tellQuiet(): void {
    if (this.pending > 0 || this.opening > 0) return;
    for (const resolve of this.whenQuiet.splice(0)) resolve();
  }
}

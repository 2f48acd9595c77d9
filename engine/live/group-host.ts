import type { Group } from "../core/log/group.ts";
import { groupsOf } from "../core/log/groups.ts";
import { RunClock, type ClockState } from "../core/run-clock.ts";
import type { Wiring } from "../core/wiring.ts";
import type { Member } from "./crew.ts";
import type { FromProcess, GroupMessage } from "./messages.ts";

/** Replicas that come up within so long make one rebalance, ms on the wall clock. */
const TOGETHER_MS = 10;

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

  constructor(wiring: Wiring, state: ClockState) {
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
  }

  /** Takes in what a process says; true when it was about a group. */
  heard(home: Member, message: FromProcess): message is GroupMessage {
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

  private tellQuiet(): void {
    if (this.pending > 0 || this.opening > 0) return;
    for (const resolve of this.whenQuiet.splice(0)) resolve();
  }
}

import { AppError } from "../../design/errors.ts";
import type { SpawnWorker, WorkerProcess } from "../core/environment.ts";
import { FINISH_MS, restartWaitMs } from "../core/chaos/zone-restarts.ts";
import { wallNow } from "../core/run-clock.ts";
import type { Notice } from "../contract/run.ts";
import { startTimeOf } from "../redis/embedded/process-identity.ts";
import type { FromProcess, RunInit, ToProcess } from "./messages.ts";
import type { Part } from "./run-process.ts";
import type { ZoneProcess } from "./zones.ts";

/** A process of the run, its newest state, and how often it died. */
export interface Member {
  readonly part: Part;
  /** Id of its zone, also where another machine runs it; of a worker that adds slots to all zones, its name. */
  readonly zone: string;
  /** As a person calls it. */
  readonly name: string;
  /** Ids of the nodes that it runs; null for all. */
  readonly nodes: readonly string[] | null;
  /** It runs on another machine, which starts and ends it. */
  readonly remote: boolean;
  /** It is the zone's process: its stages and called nodes are here and nowhere else. */
  readonly isHome: boolean;
  /** Another machine runs the zone while it is there. */
  away: Member | undefined;
  process: WorkerProcess | undefined;
  /** Known while it is ready. */
  pid: number | undefined;
  /** When its process started, as `startTimeOf` tells it: with its id, what it is known by. */
  startedAt: string | undefined;
  ready: boolean;
  /** It is kept down on purpose: not started again until it is let up (rule O2). */
  held: boolean;
  /** It was stopped and is to go on (rule O4): nothing is asked of it. */
  frozen: boolean;
  deaths: number;
  restart: ReturnType<typeof setTimeout> | undefined;
  /** When its back-off is over, while it waits for that: Unix time, ms. */
  restartsAt: number | undefined;
}

interface CrewListener {
  onMessage(member: Member, message: FromProcess): void;
  onNotice(notice: Notice): void;
  /** The member's process ended; another may be started for it. */
  onGone(member: Member): void;
  /** A process has come up, stands still or is gone, or a worker joined or left. */
  onChange(): void;
  /** What a process that starts now must know. */
  init(member: Member): RunInit;
}

/** Starts the run's processes, starts them again when they die, and ends them with the run. */
export class Crew {
  readonly members: Member[];
  private ended = false;

  constructor(
    private readonly runId: string,
    private readonly spawn: SpawnWorker,
    zones: readonly ZoneProcess[],
    private readonly listener: CrewListener,
  ) {
    const own = { remote: false, isHome: true, away: undefined, process: undefined, pid: undefined, startedAt: undefined, ready: false, held: false, frozen: false, deaths: 0, restart: undefined, restartsAt: undefined };
    this.members = [
      { ...own, part: "load", zone: "load", name: "load", nodes: null },
      ...zones.map(({ id, name, nodes }): Member => ({ ...own, part: "consumers", zone: id, name, nodes })),
    ];
  }

  start(): void {
    for (const member of this.members) this.startMember(member);
  }

  /**
   * Takes in a worker that joined from another machine: one that adds its slots to the consumers of all zones, or the process of a zone, which is
   * not run here as long as that machine is there (rule O3). Only one machine is a zone's; a second one adds slots to its consumers.
   */
  adopt(worker: WorkerProcess, name: string, zone: string | undefined): void {
    const own = zone === undefined ? undefined : this.own(zone);
    const isHome = own !== undefined && own.away === undefined;
    const called = this.members.some((member) => member.name === name) ? `${name} (${this.members.filter((member) => member.remote).length + 1})` : name;
    const member: Member = { part: "consumers", zone: own?.zone ?? called, name: called, nodes: own?.nodes ?? null, remote: true, isHome, away: undefined, process: worker, pid: undefined, startedAt: undefined, ready: false, held: false, frozen: false, deaths: 0, restart: undefined, restartsAt: undefined };
    this.listener.onNotice({ level: "info", code: "worker-joined", message: isHome ? `The worker ${called} joined the run, and takes the zone ${own.name}.` : `The worker ${called} joined the run.` });
    const begin = (): void => {
      this.members.push(member);
      this.begin(member, worker);
    };
    if (!isHome) return begin();
    own.away = member;
    this.cancelRestart(own);
    if (!own.process) return begin();
    // What it has in hand is done before the zone moves: never are there two of it.
    own.process.onExit(() => !this.ended && own.away === member && begin());
    this.finish(own.process);
  }

  broadcast(message: ToProcess): void {
    for (const member of this.members) member.process?.send(message);
  }

  /**
   * Ends the process that this run started for a zone: kills it, or lets it finish what it holds. Held down, it is not started again until it is
   * let up. Returns its pid, or undefined where none is up.
   */
  stop(zone: string, how: { readonly graceful: boolean; readonly hold: boolean }): number | undefined {
    const running = this.processOf(zone);
    if (!running) return undefined;
    running.member.held = how.hold;
    if (how.graceful) running.process.send({ type: "end", drains: true } satisfies ToProcess);
    else running.process.kill("SIGKILL");
    this.listener.onChange();
    return running.pid;
  }

  /**
   * Has the process that this run started for a zone do what it holds and end, or kills it when that takes too long; it is started again as any
   * that ends (rule O2). Returns its pid, or undefined where none is up.
   */
  restart(zone: string): number | undefined {
    const running = this.processOf(zone);
    if (running) this.finish(running.process);
    return running?.pid;
  }

  /** Starts a process that was held down. */
  letUp(zone: string): void {
    const member = this.own(zone);
    if (!member?.held) return;
    member.held = false;
    if (!member.process && !member.away && !this.ended) this.startMember(member);
  }

  /** Starts the process of a zone that is down, held or not, without waiting for its back-off (rule O2). Throws `wrong-use` where there is no such zone. */
  startNow(zone: string): void {
    const member = this.own(zone);
    if (!member) throw new AppError("wrong-use", `There is no zone ${zone} in which something works.`);
    if (member.restart !== undefined && !this.ended) this.startMember(member);
    else this.letUp(zone);
  }

  /** Notes that a zone's process stands still, or goes on (rule O4). */
  noteFrozen(member: Member, frozen: boolean): void {
    member.frozen = frozen;
    this.listener.onChange();
  }

  /** The process that this run started for a zone, while it is up. */
  processOf(zone: string): { readonly member: Member; readonly process: WorkerProcess; readonly pid: number; readonly startedAt: string | undefined } | undefined {
    const member = this.own(zone);
    return member?.process && member.ready && member.pid !== undefined ? { member, process: member.process, pid: member.pid, startedAt: member.startedAt } : undefined;
  }

  private own(zone: string): Member | undefined {
    return this.members.find((each) => !each.remote && each.part === "consumers" && each.zone === zone);
  }

  /** Has a process do what it has in hand and end; it is killed when that takes too long. */
  private finish(running: WorkerProcess): void {
    const killer = setTimeout(() => running.kill("SIGKILL"), FINISH_MS);
    running.onExit(() => clearTimeout(killer));
    running.send({ type: "end", drains: true } satisfies ToProcess);
  }

  /** Ends every process; those that do not go by themselves are killed after 2 s. */
  async end(): Promise<void> {
    this.ended = true;
    await Promise.all(
      this.members.map(
        (member) =>
          new Promise<void>((resolve) => {
            clearTimeout(member.restart);
            const running = member.process;
            if (!running) return resolve();
            const killer = setTimeout(() => running.kill("SIGKILL"), 2000);
            running.onExit(() => {
              clearTimeout(killer);
              resolve();
            });
            running.send({ type: "end" } satisfies ToProcess);
          }),
      ),
    );
  }

  private cancelRestart(member: Member): void {
    clearTimeout(member.restart);
    member.restart = member.restartsAt = undefined;
  }

  private startMember(member: Member): void {
    this.cancelRestart(member);
    const started = this.spawn(member.part === "load" ? "load" : "worker", { runId: this.runId, zone: member.zone });
    member.process = started;
    this.begin(member, started);
    this.listener.onChange();
  }

  private begin(member: Member, started: WorkerProcess): void {
    started.onMessage((raw) => {
      const message = raw as FromProcess;
      if (message.type === "ready") {
        member.ready = true;
        member.pid = message.pid;
        member.startedAt = member.remote ? undefined : startTimeOf(message.pid);
        if (member.deaths > 0) this.listener.onNotice({ level: "info", code: "worker-back", message: `${whoIs(member)} is back.` });
        this.listener.onChange();
      }
      this.listener.onMessage(member, message);
    });
    started.onExit((code, signal) => this.died(member, signal ?? (code === null ? "unknown reason" : `code ${code}`)));
    started.send(this.listener.init(member));
  }

  /** A worker on another machine is gone; the zone that it ran is run here again. */
  private left(member: Member, why: string): void {
    const own = this.members.find(({ away }) => away === member);
    if (this.members.includes(member)) this.members.splice(this.members.indexOf(member), 1);
    this.listener.onGone(member);
    const zone = own ? ` The zone ${own.name} is run here again.` : "";
    this.listener.onNotice({ level: "warning", code: "worker-left", message: `The worker ${member.name} is gone (${why}). What it held is delivered again.${zone}` });
    if (own) {
      own.away = undefined;
      if (!own.process && !own.held) this.startMember(own);
    }
    this.listener.onChange();
  }

  private died(member: Member, why: string): void {
    member.process = undefined;
    member.pid = member.startedAt = undefined;
    member.ready = member.frozen = false;
    if (this.ended) return;
    if (member.remote) return this.left(member, why);
    this.listener.onGone(member);
    if (member.away) return;
    if (member.held) {
      this.listener.onNotice({ level: "warning", code: "worker-down", message: `${whoIs(member)} is down (${why}), and kept down. What it held is delivered again.` });
      return this.listener.onChange();
    }
    const waitMs = restartWaitMs(member.deaths);
    member.deaths++;
    const when = waitMs === 0 ? "now" : `in ${waitMs / 1000} s`;
    this.listener.onNotice({ level: "warning", code: "worker-died", message: `${whoIs(member)} ended (${why}). It is started again ${when}; what it held is delivered again.` });
    member.restart = setTimeout(() => this.startMember(member), waitMs);
    member.restartsAt = wallNow() + waitMs;
    this.listener.onChange();
  }
}

function whoIs({ part, name }: Member): string {
  return part === "load" ? "The load process" : `The worker of zone ${name}`;
}

import type { Experiment } from "../../../design/chaos/resolve.ts";
import { AppError } from "../../../design/errors.ts";
import type { WorkerProcess } from "../../core/environment.ts";
import type { RedisEndpoint } from "../../redis/detour.ts";
import { FrozenProcesses } from "./frozen-processes.ts";
import type { FromHelper, HelperTask, ProcessIdentity, ToHelper } from "./helper-messages.ts";
import type { Toxic } from "./proxy/toxic.ts";

/** Experiments on the connections of a zone. */
export const NETWORK = ["latency", "bandwidth", "timeout", "reset", "slow-close", "slicer", "limit-data", "partition"] as const satisfies readonly Experiment["type"][];

/** Experiments that it carries out. */
const NEEDING: ReadonlySet<Experiment["type"]> = new Set<Experiment["type"]>(["freeze-zone", ...NETWORK]);

interface Asked {
  readonly resolve: (endpoint: RedisEndpoint | undefined) => void;
  readonly reject: (error: AppError) => void;
}

/**
 * The process that does to others what experiments ask for, and undoes it when this one dies (rule O4). It is started when it is first
 * needed.
 */
export class ChaosHelper {
  private running: WorkerProcess | undefined;
  private asked = 0;
  private readonly open = new Map<number, Asked>();
  /** What it has stopped: should it die, this process lets them go on. */
  private readonly frozen = new FrozenProcesses();

  constructor(
    private readonly spawn: () => WorkerProcess,
    /** It died in mid-run, and its proxies with it. */
    private readonly onGone: () => void,
  ) {}

  /** Starts it where any of these experiments will need it, so that they begin in time. */
  prepare(planned: readonly Experiment[]): void {
    if (planned.some(({ type }) => NEEDING.has(type))) this.running ??= this.start();
  }

  /** The run is over. */
  close(): void {
    const { running } = this;
    this.running = undefined;
    this.frozen.thawAll();
    // It undoes what it has in hand before it ends.
    running?.kill("SIGTERM");
  }

  /** Stops a process that this run started. Rejects with an AppError where that cannot be done. */
  async freeze(process: ProcessIdentity): Promise<void> {
    if (globalThis.process.platform === "win32") throw new AppError("wrong-use", "Windows cannot stop a process and let it go on. Kill the zone instead, with a duration.");
    this.frozen.note(process);
    try {
      await this.ask({ do: "freeze", process });
    } catch (error) {
      this.frozen.thaw(process.pid);
      throw error;
    }
  }

  /** Lets one go on that was stopped; does nothing where it goes on already. */
  async thaw(pid: number): Promise<void> {
    if (!this.frozen.has(pid)) return;
    try {
      await this.ask({ do: "thaw", pid });
      this.frozen.forget(pid);
    } catch {
      this.frozen.thaw(pid);
    }
  }

  /** Opens a proxy that leads to `to`; resolves with where it listens. */
  async openLink(link: string, to: RedisEndpoint): Promise<RedisEndpoint> {
    const endpoint = await this.ask({ do: "open-link", link, to });
    if (!endpoint) throw new AppError("engine-lost", "The proxy does not say where it listens.");
    return endpoint;
  }

  async setToxics(link: string, toxics: readonly Toxic[]): Promise<void> {
    await this.ask({ do: "set-toxics", link, toxics });
  }

  private ask(task: HelperTask): Promise<RedisEndpoint | undefined> {
    const running = (this.running ??= this.start());
    const id = this.asked++;
    return new Promise((resolve, reject) => {
      this.open.set(id, { resolve, reject });
      running.send({ id, task } satisfies ToHelper);
    });
  }

  private start(): WorkerProcess {
    const started = this.spawn();
    started.onMessage((message) => {
      const { id, refused, endpoint } = message as FromHelper;
      const asked = this.open.get(id);
      this.open.delete(id);
      if (refused === undefined) asked?.resolve(endpoint);
      else asked?.reject(new AppError("wrong-use", refused));
    });
    started.onExit(() => {
      if (this.running === started) this.gone();
    });
    return started;
  }

  /** It died: what it had in hand is undone here. */
  private gone(): void {
    this.running = undefined;
    this.frozen.thawAll();
    for (const { reject } of this.open.values()) reject(new AppError("engine-lost", "The process that carries experiments out has ended."));
    this.open.clear();
    this.onGone();
  }

}

import type { Json } from "../document/schema.ts";
import type { Use } from "./compose-flow.ts";
import type { ReadService } from "./compose-service.ts";
import type { Drawing } from "./drawing.ts";
import { pointerTo } from "./values.ts";

/** A channel on a broker, and what programs do with it. */
interface Channel {
  readonly broker: string;
  readonly sort: Use["sort"];
  readonly name: string;
  readonly uses: { readonly program: string; readonly does: Use["does"] }[];
}

/** Collects what programs do with channels, then draws the channels: which kind one is shows only when all is known. */
export class Channels {
  private readonly found = new Map<string, Channel>();

  constructor(private readonly drawing: Drawing) {}

  /** A program does something with a channel; one that is not named is the broker's own, called `otherwise`. */
  add(broker: string, { does, sort, name }: Use, program?: string, otherwise = broker): void {
    const key = JSON.stringify([broker, sort, name]);
    const channel = this.found.get(key) ?? { broker, sort, name: name ?? otherwise, uses: [] };
    this.found.set(key, channel);
    if (program !== undefined) channel.uses.push({ program, does });
  }

  get isEmpty(): boolean {
    return this.found.size === 0;
  }

  /** Draws every channel and the edges of its uses. `programs` are the nodes of services; a producer has no failed port and takes nothing. */
  draw(programs: ReadonlyMap<string, { readonly id: string; readonly takes: boolean }>, topicSettings: Readonly<Record<string, Json | undefined>>): void {
    const drawn = [...this.found.values()].map((channel) => ({ channel, id: this.drawing.node(kindOf(channel), channel.name, channel.sort === "topic" && kindOf(channel) === "topic" ? topicSettings : {}) }));
    for (const { channel, id } of drawn) {
      for (const { program, does } of channel.uses) {
        const node = programs.get(program);
        if (node === undefined) continue;
        if (does === "reads") this.drawing.edge(id, node.id);
        else this.drawing.edge(does === "fails into" && node.takes ? [node.id, "failed"] : node.id, id);
      }
      if (channel.sort === "exchange") this.bind(id, channel, drawn);
    }
    for (const { channel, id } of drawn) this.complete(id, channel);
  }

  private bind(exchange: string, { broker, name }: Channel, all: readonly { readonly channel: Channel; readonly id: string }[]): void {
    const queues = all.filter(({ channel }) => channel.broker === broker && channel.sort === "queue" && kindOf(channel) === "queue");
    for (const { id } of queues) this.drawing.edge(exchange, id, { bindingKey: "#" });
    this.drawing.note(pointerTo("services", broker), `Which queues are bound to the exchange ${name}, and by what, is not in this file.`, queues.length === 0 ? "Draw its bindings." : "Every queue of the broker is bound to all of it: correct the bindings.");
  }

  /** A channel that nobody fills or empties gets somebody who does, so that it runs. */
  private complete(id: string, channel: Channel): void {
    if (!this.drawing.isReached(id)) {
      this.drawing.note(pointerTo("services", channel.broker), `Nothing in this file is seen to send to ${channel.name}.`, "A producer of 10 events a second is drawn: set its rate.");
      this.drawing.edge(this.drawing.node("producer", `Publisher to ${channel.name}`), id);
    }
    if (kindOf(channel) === "deadLetter" || channel.sort === "exchange" || this.drawing.leaves(id)) return;
    this.drawing.note(pointerTo("services", channel.broker), `Nothing in this file is seen to take from ${channel.name}.`, "A consumer is drawn: set how long it takes.");
    this.drawing.edge(id, this.drawing.node("consumer", `${channel.name} consumer`));
  }
}

function kindOf({ sort, uses }: Channel): "queue" | "topic" | "exchange" | "deadLetter" {
  if (sort === "exchange") return "exchange";
  return uses.length > 0 && uses.every(({ does }) => does === "fails into") ? "deadLetter" : sort;
}

/** Settings of a consumer as far as its environment and command say. */
export function consumerSettings({ environment, command, replicas }: ReadService): Record<string, Json | undefined> {
  const variable = (pattern: RegExp): string | undefined => [...environment].find(([name]) => pattern.test(name.toUpperCase()))?.[1];
  const option = (pattern: RegExp): string | undefined => pattern.exec(command)?.[1];
  const concurrency = Number(variable(/(^|_)(CONCURRENCY|PREFETCH(_COUNT)?|MAX_CONCURRENT_JOBS)$/) ?? option(/--concurrency[= ](\d+)/) ?? Number.NaN);
  const group = variable(/(^|_)(GROUP(_ID)?|CONSUMER_GROUP(_ID)?)$/) ?? option(/--(?:consumer-)?group[= ]([A-Za-z0-9._-]+)/);
  const reset = variable(/OFFSET_RESET$/) ?? option(/--auto-offset-reset[= ](\w+)/);
  return {
    replicas,
    concurrency: Number.isInteger(concurrency) && concurrency >= 1 && concurrency * (replicas ?? 1) <= 10_000 && concurrency <= 1000 ? concurrency : undefined,
    group: group !== undefined && /^[A-Za-z0-9._-]{1,64}$/.test(group) ? group : undefined,
    offsetReset: reset === "earliest" || reset === "latest" ? reset : undefined,
  };
}

/** Settings of every topic as the brokers' environment gives them by default. */
export function topicSettings(brokers: readonly ReadService[]): Record<string, Json | undefined> {
  const variable = (pattern: RegExp): number | undefined => {
    const value = Number(brokers.flatMap(({ environment }) => [...environment].find(([name]) => pattern.test(name))?.[1] ?? []).find((text) => text !== ""));
    return Number.isInteger(value) && value >= 1 ? value : undefined;
  };
  const hours = variable(/LOG_RETENTION_HOURS$/);
  const replicationFactor = Math.min(9, brokers.length, variable(/DEFAULT_REPLICATION_FACTOR$/) ?? 9);
  return {
    partitions: Math.min(1000, variable(/NUM_PARTITIONS$/) ?? 1),
    replicationFactor,
    minInsyncReplicas: Math.min(replicationFactor, variable(/(^KAFKA_(CFG_)?|_)MIN_INSYNC_REPLICAS$/) ?? 1),
    retentionMs: Math.min(31_536_000_000, variable(/LOG_RETENTION_MS$/) ?? (hours === undefined ? 604_800_000 : hours * 3_600_000)),
  };
}

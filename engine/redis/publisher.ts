import { createRedisBackend, FlowProducer, RedisQueueBackend, type BackendFactory, type FlowJobEntry } from "bullmq";
import type { RedisClient } from "./connection.ts";
import { channelPrefix, QUEUE_NAME } from "./keys.ts";
import type { WriteGate } from "./write-gate.ts";
import { jobOptions, type Addition } from "./queue-writer.ts";

/** One copy of what is published. */
export interface Copy extends Addition {
  readonly channelKey: string;
}

/** BullMQ's backend, except that it tells when one command of a transaction failed: BullMQ itself goes on as if it had not. */
class CheckedBackend extends RedisQueueBackend {
  override async addFlow(entries: FlowJobEntry[]): ReturnType<RedisQueueBackend["addFlow"]> {
    const results = await super.addFlow(entries);
    const failed = (results ?? []).flatMap(([error]) => (error ? [error] : []));
    if (!results || failed.length > 0) throw new Error(`Redis took ${entries.length - failed.length} of ${entries.length} copies of a publish: ${failed[0]?.message ?? "no reply"}`);
    return results;
  }
}

const checkedBackend: BackendFactory<RedisQueueBackend> = (name, options, context) => {
  const plain = createRedisBackend(name, options, context);
  plain.on("error", () => {});
  const { keys, connection, blockingConnection } = plain;
  return new CheckedBackend(connection, name, keys, (type) => plain.toKey(type), options, blockingConnection);
};

/** Publishes to several queues at once: all copies are there, or none (rule X3). */
export class Publisher {
  private readonly flow: FlowProducer;

  constructor(
    private readonly runId: string,
    connection: RedisClient,
    private readonly gate: WriteGate,
  ) {
    this.flow = new FlowProducer({ connection, skipVersionCheck: true }, checkedBackend);
    this.flow.on("error", gate.onError);
  }

  /** Adds all copies in one MULTI, BullMQ's own for flows. For each: false when its queue has it deduplicated (rule Q9). */
  async publish(copies: readonly Copy[]): Promise<boolean[]> {
    const added = copies.map((copy) => ({ name: copy.port, queueName: QUEUE_NAME, prefix: channelPrefix(this.runId, copy.channelKey), data: copy.envelope, opts: jobOptions(copy) }));
    const nodes = await this.gate.pass(() => this.flow.addBulk(added));
    return nodes.map(({ job }, index) => job.id === copies[index]?.envelope.id);
  }
}

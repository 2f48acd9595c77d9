import { Cluster } from "ioredis";
import type { RedisClient } from "./connection.ts";

/** A command, its key, and what else it takes. */
export type Command = readonly [name: string, key: string, ...parameters: (string | number)[]];

/**
 * The replies to commands, in order, in one round trip; on a cluster in one to each slot, because a pipeline goes to one node. Rejects with the
 * first error among the replies.
 */
export async function inPipelines(client: RedisClient, commands: readonly Command[]): Promise<unknown[]> {
  if (commands.length === 0) return [];
  const groups = client instanceof Cluster ? bySlot(commands) : [commands.map((_, index) => index)];
  const replies: unknown[] = [];
  await Promise.all(
    groups.map(async (indices) => {
      const rows = (await client.pipeline(indices.map((index) => [...(commands[index] as Command)])).exec()) ?? [];
      for (const [at, [error, reply]] of rows.entries()) {
        if (error) throw error;
        replies[indices[at] as number] = reply;
      }
    }),
  );
  return replies;
}

/** Indices of the commands of each hash tag, which is what tells a slot. */
function bySlot(commands: readonly Command[]): number[][] {
  const groups = new Map<string, number[]>();
  for (const [index, [, key]] of commands.entries()) {
    const tag = tagOf(key);
    const known = groups.get(tag);
    if (known) known.push(index);
    else groups.set(tag, [index]);
  }
  return [...groups.values()];
}

/** What of a key tells its slot: what stands in its first braces, else all of it. */
function tagOf(key: string): string {
  const open = key.indexOf("{");
  const close = key.indexOf("}", open + 1);
  return open < 0 || close <= open + 1 ? key : key.slice(open + 1, close);
}

import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inForecast } from "./in-forecast.ts";
import { inRabbit } from "./in-rabbit.ts";
import { findRabbit, startRabbit, type RabbitNode } from "./rabbit-node.ts";
import type { Taken, World, WorldResult } from "./scenario.ts";
import { attemptsWorld, deadLetterWorld, fullWorld, prefetchWorld, priorityWorld, routingWorld } from "./worlds.ts";

/** Worlds that run on the node at once. */
const AT_ONCE = 25;
const binary = findRabbit();
if (binary === undefined) console.warn("RabbitMQ is not installed: the fidelity tests are skipped. Install rabbitmq-server, or name it with SPILLWAY_RABBITMQ_BINARY.");

const byNumber = (a: Taken, b: Taken): number => a.n - b.n || (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);
/** Dead letters of several queues come together in an order that RabbitMQ does not promise. */
function anyOrder(result: WorldResult): WorldResult {
  const sorted = (all: WorldResult["left"]): WorldResult["left"] => Object.fromEntries(Object.entries(all).map(([name, taken]) => [name, taken.toSorted(byNumber)]));
  return { ...result, delivered: sorted(result.delivered), left: sorted(result.left) };
}

/** What a dead-letter exchange has no way for is not told to anybody. */
function routed(result: WorldResult): WorldResult {
  return { ...result, unroutable: [] };
}

describe.skipIf(binary === undefined)("as RabbitMQ does it", () => {
  let node: RabbitNode;
  beforeAll(async () => void (node = await startRabbit(binary!)), 90_000);
  afterAll(() => node?.stop(), 30_000);

  /** Runs worlds in both and returns how many differ, with the first of them. */
  async function differences(title: string, worlds: readonly World[], view: (result: WorldResult) => unknown, settleMs = 0): Promise<{ worlds: number; differ: number; first?: unknown }> {
    const differing: unknown[] = [];
    for (let start = 0; start < worlds.length; start += AT_ONCE) {
      await Promise.all(
        worlds.slice(start, start + AT_ONCE).map(async (world, offset) => {
          const rabbit = view(await inRabbit(node.connection, `${title}${start + offset}`, world, settleMs));
          const forecast = view(inForecast(world));
          if (JSON.stringify(rabbit) !== JSON.stringify(forecast)) differing.push({ number: start + offset, world, rabbit, forecast });
        }),
      );
    }
    console.info(`RabbitMQ ${node.version}, ${title}: ${worlds.length} scenarios, ${differing.length} differences`);
    return { worlds: worlds.length, differ: differing.length, ...(differing.length > 0 ? { first: differing[0] } : undefined) };
  }

  it.each<[string, fc.Arbitrary<World>, number, number, (result: WorldResult) => unknown, number]>([
    ["X1 X2 routing, exchanges bound to exchanges, alternate exchanges", routingWorld, 300, 11, (result) => result, 0],
    ["X4 Q6 dead letters: reasons, counts, exchanges, keys, times to live, circles", deadLetterWorld, 200, 12, (result) => anyOrder(routed(result)), 500],
    ["X3 Q7 full queues", fullWorld, 150, 13, (result) => anyOrder(routed(result)), 0],
    ["Q2 priorities", priorityWorld, 100, 14, routed, 0],
    ["X4 Q3 attempts spent: delivery_limit of a quorum queue", attemptsWorld, 40, 16, (result) => anyOrder(routed(result)), 0],
    ["C1 prefetch", prefetchWorld, 100, 15, (result) => result, 0],
  ])("%s", { timeout: 300_000 }, async (title, arbitrary, count, seed, view, settleMs) => {
    const worlds = fc.sample(arbitrary, { numRuns: count, seed });
    const found = await differences(title.split(" ").slice(0, 2).join("-").replace(":", ""), worlds, view, settleMs);
    expect(found).toEqual({ worlds: count, differ: 0 });
  });
});

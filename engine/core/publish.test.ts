import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { inForecast } from "../../tests/fidelity/in-forecast.ts";
import type { World, WorldBinding, WorldMessage } from "../../tests/fidelity/scenario.ts";
import { routingWorld } from "../../tests/fidelity/worlds.ts";

/** Whether a topic binding takes a key, by trying every split. */
function topic(pattern: readonly string[], words: readonly string[]): boolean {
  const [first, ...rest] = pattern;
  if (first === undefined) return words.length === 0;
  if (first === "#") return Array.from({ length: words.length + 1 }, (_, n) => n).some((n) => topic(rest, words.slice(n)));
  return words.length > 0 && (first === "*" || first === words[0]) && topic(rest, words.slice(1));
}

function takes(type: string, { bindingKey, headers, match }: WorldBinding, message: WorldMessage): boolean {
  const split = (key: string): string[] => (key === "" ? [] : key.split("."));
  if (type === "fanout") return true;
  if (type === "direct") return bindingKey === message.routingKey;
  if (type === "topic") return topic(split(bindingKey), split(message.routingKey));
  const asked = Object.entries(headers).filter(([name]) => match.endsWith("with-x") || !name.startsWith("x-"));
  const met = asked.filter(([name, value]) => name in message.headers && (value === null || value === message.headers[name]));
  return match.startsWith("all") ? met.length === asked.length : met.length > 0;
}

/** The queues of a message, as `rabbit_exchange:route` finds them: every exchange once, its alternate when it leads nowhere. */
function queuesOf(world: World, message: WorldMessage): Set<string> {
  if (message.exchange === "") return new Set([message.routingKey]);
  const seen = new Set([message.exchange]);
  const work = [message.exchange];
  const queues = new Set<string>();
  for (let id = work.pop(); id !== undefined; id = work.pop()) {
    const exchange = world.exchanges.find((each) => each.id === id)!;
    const bound = world.bindings.filter((binding) => binding.from === id && takes(exchange.type, binding, message)).map(({ to }) => to);
    const destinations = bound.length > 0 || exchange.alternate === undefined ? bound : [exchange.alternate];
    for (const to of destinations) {
      if (to.startsWith("q")) queues.add(to);
      else if (!seen.has(to)) {
        seen.add(to);
        work.push(to);
      }
    }
  }
  return queues;
}

describe("X1 X2 a publish", () => {
  it("X1 X2 reaches the queues that RabbitMQ's own algorithm finds, once each, over any exchanges", () => {
    fc.assert(
      fc.property(routingWorld, (world) => {
        const routes = world.messages.map((message) => queuesOf(world, message));
        const { left, unroutable } = inForecast(world);
        for (const { id } of world.queues) expect(left[id]?.map(({ n }) => n)).toEqual(routes.flatMap((queues, n) => (queues.has(id) ? [n] : [])));
        expect(unroutable).toEqual(routes.flatMap((queues, n) => (queues.size === 0 ? [n] : [])));
      }),
      { numRuns: 150 },
    );
  }, 30_000);
});

import fc from "fast-check";
import type { World, WorldBinding, WorldExchange, WorldMessage, WorldQueue } from "./scenario.ts";

const word = fc.constantFrom("a", "b", "c", "");
const keyOf = (words: fc.Arbitrary<string>) => fc.array(words, { minLength: 1, maxLength: 4 }).map((all) => all.join("."));
const routingKey = fc.oneof(keyOf(word), fc.constant(""));
const topicKey = keyOf(fc.constantFrom("a", "b", "c", "", "*", "#", "*", "#")).filter((key) => key !== "");
const headerValue = fc.constantFrom<string | number | boolean>("s", "t", 1, 2, true, 2.5);
const headerName = fc.constantFrom("h", "i", "j", "x-k");
const given = fc.dictionary(headerName, headerValue, { maxKeys: 4, noNullPrototype: true });
const wanted = fc.dictionary(headerName, fc.oneof(headerValue, fc.constant(null)), { maxKeys: 3, noNullPrototype: true });
const match = fc.constantFrom("all", "any", "all-with-x", "any-with-x") as fc.Arbitrary<WorldBinding["match"]>;
const type = fc.constantFrom("direct", "fanout", "topic", "headers") as fc.Arbitrary<WorldExchange["type"]>;
const ids = (prefix: string, count: number): string[] => Array.from({ length: count }, (_, n) => `${prefix}${n}`);

/** Bindings that a design takes: no headers binding that can match nothing. */
const isDrawable = (types: ReadonlyMap<string, string>) => (binding: WorldBinding): boolean => {
  const compared = Object.keys(binding.headers).filter((name) => binding.match.endsWith("with-x") || !name.startsWith("x-"));
  return types.get(binding.from) !== "headers" || binding.match.startsWith("all") || compared.length > 0;
};

function bindings(exchanges: readonly WorldExchange[], targetsOf: (from: string) => readonly string[], most: number): fc.Arbitrary<WorldBinding[]> {
  const types = new Map(exchanges.map((exchange) => [exchange.id, exchange.type]));
  const from = fc.constantFrom(...exchanges.map(({ id }) => id)).chain((id) =>
    fc.record({
      from: fc.constant(id),
      to: fc.constantFrom(...targetsOf(id)),
      bindingKey: types.get(id) === "topic" ? topicKey : routingKey,
      headers: wanted,
      match,
    }),
  );
  return fc.array(from, { minLength: 1, maxLength: most }).map((all) => all.filter(isDrawable(types)));
}

const messagesTo = (exchanges: readonly string[], queues: readonly string[], most: number): fc.Arbitrary<WorldMessage[]> =>
  fc.array(
    fc.oneof(
      { weight: 6, arbitrary: fc.record({ exchange: fc.constantFrom(...exchanges), routingKey, headers: given, priority: fc.constant(0) }) },
      { weight: 1, arbitrary: fc.record({ exchange: fc.constant(""), routingKey: fc.constantFrom(...queues), headers: given, priority: fc.constant(0) }) },
    ),
    { minLength: 1, maxLength: most },
  );

/** X1, X2: exchanges of all types, bound to queues and to one another, with alternate exchanges. */
export const routingWorld: fc.Arbitrary<World> = fc
  .record({ types: fc.array(type, { minLength: 1, maxLength: 4 }), queues: fc.integer({ min: 1, max: 4 }) })
  .chain(({ types, queues: count }) => {
    const queues = ids("q", count);
    // Exchanges lead to later ones only: a circle of exchanges alone is no design.
    const later = (n: number): string[] => ids("x", types.length).slice(n + 1);
    const exchanges = fc.tuple(...types.map((each, n) => fc.option(fc.constantFrom(...later(n), ""), { nil: "" }).map((to): WorldExchange => ({ id: `x${n}`, type: each, alternate: to === "" ? undefined : to }))));
    return exchanges.chain((made) =>
      fc.record({
        exchanges: fc.constant(made),
        queues: fc.constant(queues.map((id) => ({ id }))),
        bindings: bindings(made, (from) => [...queues, ...queues, ...later(Number(from.slice(1)))], 10),
        messages: messagesTo(made.map(({ id }) => id), queues, 12),
      }),
    );
  });

/** X4: queues that reject or let expire, with dead-letter exchanges and keys, in circles too. */
export const deadLetterWorld: fc.Arbitrary<World> = fc.record({ types: fc.array(fc.constantFrom("direct", "topic", "fanout") as fc.Arbitrary<WorldExchange["type"]>, { minLength: 1, maxLength: 3 }), count: fc.integer({ min: 2, max: 4 }) }).chain(({ types, count }) => {
  const exchanges = types.map((each, n): WorldExchange => ({ id: `x${n}`, type: each }));
  const names = exchanges.map(({ id }) => id);
  const queue = (id: string): fc.Arbitrary<WorldQueue> =>
    fc
      .record({
        ttlMs: fc.option(fc.constantFrom(60, 90), { nil: undefined }),
        deadLetterExchange: fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...names) }, { weight: 1, arbitrary: fc.constant(undefined) }),
        key: fc.option(fc.constantFrom("a", "b", "a.b", "c"), { nil: undefined }),
        rejections: fc.option(fc.integer({ min: 1, max: 2 }), { nil: undefined }),
      })
      .map(({ ttlMs, deadLetterExchange, key, rejections }): WorldQueue => {
        const way = { id, deadLetterExchange, deadLetterRoutingKey: deadLetterExchange === undefined ? undefined : key };
        // What a consumer takes at once does not expire.
        return rejections === undefined ? { ...way, ttlMs } : { ...way, consumers: [{ prefetch: 1, rejections }] };
      });
  return fc.record({
    exchanges: fc.constant(exchanges),
    queues: fc.tuple(...ids("q", count).map(queue)),
    bindings: bindings(exchanges, () => ids("q", count), 6),
    messages: messagesTo(names, ids("q", count), 4),
  });
});

const numbered = (count: number, priority: fc.Arbitrary<number> = fc.constant(0)): fc.Arbitrary<WorldMessage[]> =>
  fc.array(priority.map((each): WorldMessage => ({ exchange: "x0", routingKey: "k", headers: {}, priority: each })), { minLength: 1, maxLength: count });
const fanout = (queues: readonly string[], deadTo: readonly string[]): Pick<World, "exchanges" | "bindings"> => ({
  exchanges: [{ id: "x0", type: "fanout" }, { id: "x1", type: "topic" }],
  bindings: [...queues.map((to) => ({ from: "x0", to })), ...deadTo.map((to) => ({ from: "x1", to }))].map((each) => ({ ...each, bindingKey: "#", headers: {}, match: "all" as const })),
});

/** Q7: full queues with every overflow rule, one beside the other in one publish, with and without consumers that hold what they have. */
export const fullWorld: fc.Arbitrary<World> = fc
  .array(
    fc.record({
      maxLength: fc.integer({ min: 1, max: 5 }),
      overflow: fc.constantFrom("drop-head", "reject-publish", "reject-publish-dlx", undefined) as fc.Arbitrary<WorldQueue["overflow"]>,
      dead: fc.boolean(),
      prefetch: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
    }),
    { minLength: 1, maxLength: 3 },
  )
  .chain((queues) => {
    const bounded = queues.map(({ maxLength, overflow, dead, prefetch }, n): WorldQueue => ({
      id: `q${n}`,
      maxLength,
      overflow,
      ...(dead ? { deadLetterExchange: "x1", deadLetterRoutingKey: `from.${n}` } : undefined),
      ...(prefetch === undefined ? undefined : { consumers: [{ prefetch }] }),
    }));
    return numbered(12).map((messages) => ({ ...fanout(bounded.map(({ id }) => id), ["dead"]), queues: [...bounded, { id: "dead" }], messages }));
  });

/** Q2 mapped: priorities, also in a full queue. */
export const priorityWorld: fc.Arbitrary<World> = fc.record({ maxPriority: fc.integer({ min: 1, max: 5 }), maxLength: fc.option(fc.integer({ min: 1, max: 6 }), { nil: undefined }) }).chain(({ maxPriority, maxLength }) =>
  numbered(15, fc.integer({ min: 0, max: maxPriority })).map((messages) => ({ ...fanout(["q0"], ["dead"]), queues: [{ id: "q0", maxPriority, maxLength, deadLetterExchange: "x1" }, { id: "dead" }], messages })),
);

/** C1: consumers that hold as many as their prefetch, in turns. */
export const prefetchWorld: fc.Arbitrary<World> = fc
  .array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 3 })
  .chain((prefetches) => numbered(12).map((messages) => ({ ...fanout(["q0"], []), queues: [{ id: "q0", consumers: prefetches.map((prefetch) => ({ prefetch })) }], messages })));

/** Q3, X4: consumers that give back what they get, until the queue gives it up. */
export const attemptsWorld: fc.Arbitrary<World> = fc.record({ deliveryLimit: fc.integer({ min: 1, max: 4 }), prefetch: fc.integer({ min: 1, max: 3 }), key: fc.option(fc.constantFrom("a", "b"), { nil: undefined }) }).chain(({ deliveryLimit, prefetch, key }) =>
  numbered(4).map((messages) => ({ ...fanout(["q0"], ["dead"]), queues: [{ id: "q0", deliveryLimit, deadLetterExchange: "x1", deadLetterRoutingKey: key, consumers: [{ prefetch, requeues: true }] }, { id: "dead" }], messages })),
);

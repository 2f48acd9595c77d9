import type { Json } from "../../design/document/schema.ts";
import type { Binding, ExchangeType } from "../../design/kinds/exchange.ts";
import type { Headers } from "../core/event.ts";

/** Tells whether a binding takes a message with this routing key and these headers. */
export type BindingMatcher = (routingKey: string, headers: Headers) => boolean;

/** Prepares a binding of an exchange (rule X1): what it takes is what RabbitMQ's exchange of that type takes. */
export function compileBinding(type: ExchangeType, binding: Binding): BindingMatcher {
  switch (type) {
    case "fanout":
      return () => true;
    case "direct":
      return (routingKey) => routingKey === (binding.bindingKey ?? "");
    case "topic": {
      const matches = compileTopicKey(binding.bindingKey ?? "");
      return (routingKey) => matches(routingKey);
    }
    case "headers": {
      const matches = compileHeaders(binding);
      return (_routingKey, headers) => matches(headers);
    }
  }
}

/**
 * Matches routing keys of words between dots: `*` is one word (an empty one too), `#` any number of them, none included. An
 * empty key has no words. The pattern is walked with the set of places it may be at, so the time is words × words whatever the pattern.
 */
export function compileTopicKey(bindingKey: string): (routingKey: string) => boolean {
  const pattern = wordsOf(bindingKey);
  if (!pattern.includes("#") && !pattern.includes("*")) return (routingKey) => routingKey === bindingKey;
  return (routingKey) => {
    // After so many words of the key: at which places of the pattern one may stand.
    let places = skipping(pattern, new Set([0]));
    for (const word of wordsOf(routingKey)) {
      const next = new Set<number>();
      for (const place of places) {
        const wanted = pattern[place];
        if (wanted === "#") next.add(place);
        else if (wanted === "*" || (wanted !== undefined && wanted === word)) next.add(place + 1);
      }
      if (next.size === 0) return false;
      places = skipping(pattern, next);
    }
    return places.has(pattern.length);
  };
}

/** The places, and those behind every `#` that they stand at: it may be no word at all. */
function skipping(pattern: readonly string[], places: Set<number>): Set<number> {
  for (const place of places) if (pattern[place] === "#") places.add(place + 1);
  return places;
}

function wordsOf(key: string): string[] {
  return key === "" ? [] : key.split(".");
}

/**
 * Matches headers as `rabbit_exchange_type_headers` does: values of one type that are the same; null for a header that is
 * there, whatever it is. Names that begin with `x-` count only with `all-with-x` and `any-with-x` (RabbitMQ 3.10).
 */
export function compileHeaders({ headers = {}, match }: Binding): (headers: Headers) => boolean {
  const wanted = Object.entries(headers).filter(([name]) => name !== "x-match" && (match.endsWith("-with-x") || !name.startsWith("x-")));
  const has = (given: Headers, [name, value]: readonly [string, Json]): boolean => Object.hasOwn(given, name) && (value === null || given[name] === value);
  if (match.startsWith("any")) return (given) => wanted.some((each) => has(given, each));
  return (given) => wanted.every((each) => has(given, each));
}

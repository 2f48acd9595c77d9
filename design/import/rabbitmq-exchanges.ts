import type { Json } from "../document/schema.ts";
import { checkBinding, type Binding, type ExchangeType } from "../kinds/exchange.ts";
import type { KindType } from "../kinds/registry.ts";
import type { Drawing } from "./drawing.ts";
import { placeOf, type RabbitLink } from "./rabbitmq-links.ts";
import type { RabbitObject } from "./rabbitmq-model.ts";
import { entriesIn, shown, textIn, valueIn } from "./values.ts";

type Settings = Record<string, Json | undefined>;

const TYPES: readonly string[] = ["direct", "fanout", "topic", "headers"];
/** Exchange types of plugins that choose one of their queues for each message. */
const CHOOSING: Readonly<Record<string, string>> = { "x-consistent-hash": "consistent-hash", "x-modulus-hash": "consistent-hash", "x-random": "random", "x-local-random": "random" };
const MATCHES: readonly string[] = ["all", "any", "all-with-x", "any-with-x"];

/** The type of an exchange as far as the design knows it; undefined for one that chooses a queue for each message. */
export function exchangeTypeOf({ value }: RabbitObject): ExchangeType | undefined {
  const type = textIn(value, "type") ?? "direct";
  if (Object.hasOwn(CHOOSING, type)) return undefined;
  const delayed = type === "x-delayed-message" ? textIn(valueIn(value, "arguments"), "x-delayed-type") : undefined;
  const known = delayed ?? type;
  return TYPES.includes(known) ? (known as ExchangeType) : "fanout";
}

/** What an exchange is drawn as. Types that the design does not know are noted. */
export function exchangeNode(exchange: RabbitObject, drawing: Drawing): { readonly kind: KindType; readonly settings: Settings } {
  const { value, place, settings } = exchange;
  const type = textIn(value, "type") ?? "direct";
  if (valueIn(value, "internal") === true) drawing.note(`${place}/internal`, "Only other exchanges may publish to it.", "The design lets anything lead there.");
  if (valueIn(value, "durable") === false) drawing.note(`${place}/durable`, "The exchange is gone when its node restarts.", "The design's exchange stays.");
  if (valueIn(value, "auto_delete") === true) drawing.note(`${place}/auto_delete`, "The exchange is deleted with its last binding.", "The design's exchange stays.");
  for (const [property, { value: said, place: where }] of settings)
    if (property !== "alternate-exchange" && property !== "delayed-type") drawing.note(placeOf(exchange, where), `${property} is ${shown(said)}.`, "Left out: a design has no word for it.");
  const strategy = Object.hasOwn(CHOOSING, type) ? CHOOSING[type] : undefined;
  if (strategy !== undefined) return { kind: "loadBalancer", settings: { strategy } };
  const known = exchangeTypeOf(exchange) ?? "fanout";
  if (type === "x-delayed-message") drawing.note(`${place}/type`, "Messages wait here as long as their x-delay header says.", "Drawn without the wait: put a delay before it.");
  else if (type !== known) drawing.note(`${place}/type`, `An exchange of type ${type}, which a design does not know.`, "Drawn as a fanout: everything goes to everything that is bound.");
  return { kind: "exchange", settings: { type: known } };
}

/** Draws a binding as what it says; notes what cannot be said, or would match nothing. */
export function drawBinding({ from, binding, place }: RabbitLink, ends: { readonly from: string; readonly to: string }, drawing: Drawing): void {
  const type = exchangeTypeOf(from);
  const key = binding?.routingKey ?? "";
  if (type === undefined) {
    // A consistent-hash exchange takes its bindings' keys for weights.
    const weight = Number(key);
    return drawing.edge(ends.from, ends.to, { weight: Number.isFinite(weight) && weight > 0 && weight <= 1000 ? weight : undefined }, place);
  }
  const own = type === "headers" ? headersOf(binding?.arguments, place, drawing) : {};
  if (own === undefined) return;
  const settings: Settings = { bindingKey: key === "" && type !== "direct" && type !== "topic" ? undefined : key, ...own };
  const problem = checkBinding(type, { ...settings, match: settings["match"] ?? "all" } as Binding).find(({ severity }) => severity === "error");
  if (problem !== undefined) return drawing.note(place, `The binding matches nothing here: ${problem.message}`, "Left out.");
  if (type !== "headers" && entriesIn(binding?.arguments).length > 0) drawing.note(`${place}/arguments`, `A ${type} exchange does not look at the arguments of a binding.`, "Left out.");
  drawing.edge(ends.from, ends.to, settings, place);
}

/** Headers and match of a binding; undefined, and noted, where it compares with what is no text, number, boolean or nothing. */
function headersOf(given: Json | undefined, place: string, drawing: Drawing): Settings | undefined {
  const match = textIn(given, "x-match");
  const headers = entriesIn(given).filter(([name]) => name !== "x-match");
  if (headers.some(([, value]) => typeof value === "object" && value !== null)) {
    drawing.note(`${place}/arguments`, "It compares a header with a list or a table.", "The binding is left out.");
    return undefined;
  }
  return { headers: Object.fromEntries(headers), match: match !== undefined && match !== "all" && MATCHES.includes(match) ? match : undefined };
}

/** Weights, keys and headers that messages need for the bindings of an exchange, so that what is published reaches something. */
export function publishedTo(exchange: RabbitObject, links: readonly RabbitLink[]): { readonly producer: Settings; readonly exchange: Settings } {
  const type = exchangeTypeOf(exchange);
  const bindings = links.filter(({ by }) => by === "binding");
  if (type === undefined) return { producer: { key: { mode: "uniform", count: 100 } }, exchange: {} };
  if (type === "headers") {
    const headers = entriesIn(bindings.map(({ binding }) => binding?.arguments).find((each) => entriesIn(each).length > 0)).filter(([name]) => name !== "x-match");
    return { producer: { headers: headers.length === 0 ? undefined : Object.fromEntries(headers.map(([name, value]) => [name, value ?? true])) }, exchange: {} };
  }
  if (type === "fanout") return { producer: {}, exchange: {} };
  const keys = [...new Set(bindings.map(({ binding }) => keyFor(type, binding?.routingKey ?? "")))].filter((key) => key !== "");
  const [first] = keys;
  if (first === undefined) return { producer: {}, exchange: {} };
  if (keys.length === 1 || !keys.every((key) => /^[^\s{}]+$/.test(key))) return { producer: { eventType: first.slice(0, 200) }, exchange: {} };
  return { producer: { payload: { routingKey: `{{pick ${keys.slice(0, 100).join(" ")}}}` } }, exchange: { routingKey: "event.data.routingKey" } };
}

/** A routing key that a binding key takes. */
function keyFor(type: ExchangeType, bindingKey: string): string {
  if (type === "direct") return bindingKey;
  return bindingKey
    .split(".")
    .map((word) => (word === "*" || word === "#" ? "any" : word))
    .join(".");
}

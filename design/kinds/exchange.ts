import { z } from "zod";
import { cel, choice } from "./fields.ts";
import { defineKind, EVENT_IN, EVENT_OUT, type SettingsProblem } from "./kind.ts";

/** The longest routing or binding key of AMQP 0-9-1 (a short string), bytes of UTF-8. */
export const LONGEST_KEY_BYTES = 255;

/** What a header of a binding may be compared with; null asks for the header alone. */
const headerValue = z.union([z.string(), z.number(), z.boolean(), z.null()]);

/** A binding: what an edge that leaves an exchange says (rule X1). */
export const bindingSchema = z.strictObject({
  bindingKey: z
    .string()
    .meta({
      title: "Binding key",
      help: "Direct: the routing key itself. Topic: words between dots, * for one word and # for any number. Fanout and headers ignore it.",
    })
    .optional(),
  headers: z
    .record(z.string(), headerValue)
    .meta({ title: "Headers", help: "Of a headers exchange: the headers that an event must have. null asks only that it is there.", editor: "json" })
    .optional(),
  match: choice(["all", "any", "all-with-x", "any-with-x"], {
    title: "Match",
    help: "All of the headers, or any one. Names that begin with x- are compared only with -with-x, as in RabbitMQ.",
  }).default("all"),
});

export type Binding = z.output<typeof bindingSchema>;
export type ExchangeType = "direct" | "fanout" | "topic" | "headers";

/** Routes each event to the queues that are bound to it, as RabbitMQ does (rules X1 to X3). */
export const exchange = defineKind({
  title: "Exchange",
  summary: "routes to bound queues",
  help:
    "Every edge that leaves an exchange is a binding: it says which events it takes. A queue gets one copy, however many of its bindings " +
    "match; all copies are published in one transaction. What no binding takes leaves by the alternate port, else it is dropped as unroutable.",
  category: "channels",
  role: "inline",
  icon: "share-2",
  version: 1,
  migrations: [],
  settings: z.strictObject({
    type: choice(["direct", "fanout", "topic", "headers"], {
      title: "Type",
      help: "Direct compares keys, fanout takes everything, topic matches words of the key, headers compares headers.",
    }).default("topic"),
    routingKey: cel({
      title: "Routing key",
      help: "CEL over event. An event that was dead-lettered, or comes from another exchange, keeps the key it has.",
    }).default("event.type"),
  }),
  ports: () => [EVENT_IN, { ...EVENT_OUT, parallel: true, label: "bindings" }, { name: "alternate", direction: "out", type: "event", label: "what no binding takes" }],
  edges: (port) => (port === "out" ? bindingSchema : undefined),
  checkEdge: (settings, edge) => checkBinding(settings.type, edge as Binding),
  detail: (settings) => settings.type,
  gist: (settings) => (settings.type === "fanout" ? "a copy for every queue" : settings.type === "headers" ? "by headers" : settings.routingKey),
});

/** What cannot be, or makes no sense, in a binding of an exchange of this type. */
export function checkBinding(type: ExchangeType, { bindingKey, headers, match }: Binding): SettingsProblem[] {
  const problems: SettingsProblem[] = [];
  const error = (property: string, message: string): void => void problems.push({ severity: "error", path: [property], message });
  const warning = (property: string, message: string): void => void problems.push({ severity: "warning", path: [property], message });

  if (type === "topic" && !bindingKey) error("bindingKey", "a binding of a topic exchange needs a key, such as order.* or #; an empty one would match no event but those without a routing key.");
  if (type === "direct" && bindingKey === undefined) error("bindingKey", "a binding of a direct exchange needs a key: the routing key of the events that it takes.");
  if (type === "direct" && bindingKey?.split(".").some((word) => word === "*" || word === "#"))
    warning("bindingKey", "a direct exchange takes * and # literally: it compares the whole key. Use a topic exchange for patterns.");
  if ((type === "fanout" || type === "headers") && bindingKey) warning("bindingKey", `a ${type} exchange ignores binding keys.`);
  if (bindingKey !== undefined && utf8Length(bindingKey) > LONGEST_KEY_BYTES)
    error("bindingKey", `a binding key has at most ${LONGEST_KEY_BYTES} bytes.`);
  if (type === "topic" && bindingKey?.split(".").some((word) => word.length > 1 && /[*#]/.test(word)))
    warning("bindingKey", "* and # stand for words only when they are words of their own; inside a word they are taken literally.");

  if (type !== "headers" && headers !== undefined) error("headers", `a ${type} exchange does not look at headers; use a headers exchange, or a binding key.`);
  if (type === "headers" && headers === undefined) error("headers", "a binding of a headers exchange needs headers; {} with match all takes every event.");
  const compared = Object.keys(headers ?? {}).filter((name) => match.endsWith("-with-x") || !name.startsWith("x-"));
  if (type === "headers" && headers !== undefined && match.startsWith("any") && compared.length === 0)
    error("headers", "with match any and no header to compare, this binding takes no event.");
  return problems;
}

/** Bytes of a text in UTF-8. */
function utf8Length(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}

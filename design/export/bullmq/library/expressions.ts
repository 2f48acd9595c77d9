import { source } from "../code.ts";

/** `src/lib/expressions.ts` of the project. Numbers mix, and lists have sum, min, max and avg, as in the design's own expressions. */
export const EXPRESSIONS = source`import { Environment } from "@marcbachmann/cel-js";
import type { AppEvent, Json } from "./event.js";

const environment = new Environment({ homogeneousAggregateLiterals: false }).registerVariable("event", "map<string, dyn>");

const operators: Record<string, (left: number, right: number) => number> = {
  "+": (left, right) => left + right,
  "-": (left, right) => left - right,
  "*": (left, right) => left * right,
  "/": (left, right) => left / right,
  "%": (left, right) => left % right,
};
for (const [operator, apply] of Object.entries(operators)) {
  const handler = (left: number | bigint, right: number | bigint): number => apply(Number(left), Number(right));
  environment.registerOperator("double " + operator + " int", handler);
  environment.registerOperator("int " + operator + " double", handler);
}
environment.registerOperator("double % double", (left: number, right: number) => left % right);

const ofLists: Record<string, (numbers: number[]) => number> = {
  sum: (numbers) => numbers.reduce((sum, number) => sum + number, 0),
  min: (numbers) => Math.min(...numbers),
  max: (numbers) => Math.max(...numbers),
  avg: (numbers) => numbers.reduce((sum, number) => sum + number, 0) / numbers.length,
};
for (const [name, ofAll] of Object.entries(ofLists)) {
  environment.registerFunction("list." + name + "(): double", (list: Iterable<unknown>) => ofAll(Array.from(list, Number)));
}

/** The value of a CEL expression for an event; undefined where it has none, for example because a field is missing. */
export function expression(text: string): (event: AppEvent) => Json | undefined {
  const evaluate = environment.parse(text);
  return (event) => {
    try {
      const { id, type, key = "", priority, headers, data } = event;
      return toJson(evaluate({ event: { id, type, key, priority, headers, data } }));
    } catch {
      return undefined;
    }
  };
}

/** Whether a CEL condition holds for an event; one that cannot be told does not. */
export function condition(text: string): (event: AppEvent) => boolean {
  const evaluate = expression(text);
  return (event) => evaluate(event) === true;
}

/** A value as text: keys are texts. */
export function textOf(value: Json | undefined): string {
  return value === undefined || value === null ? "" : typeof value === "string" ? value : JSON.stringify(value);
}

/** Whole numbers are bigints to CEL. */
function toJson(value: unknown): Json {
  if (typeof value === "bigint") return Number(value);
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Map) return Object.fromEntries([...value].map(([name, item]) => [String(name), toJson(item)]));
  if (Array.isArray(value) || value instanceof Set) return Array.from(value, toJson);
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean" || value === null) return value;
  if (typeof value === "object") {
    const isPlain = Object.getPrototypeOf(value) === Object.prototype || Object.getPrototypeOf(value) === null;
    if (isPlain) return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, toJson(item)]));
    const primitive: unknown = value.valueOf();
    return primitive === value ? String(value) : toJson(primitive);
  }
  throw new TypeError("This value cannot be carried by an event.");
}
`;

/** `src/lib/routing.ts` of the project: what a binding takes is what RabbitMQ's exchange of that type takes. */
export const ROUTING = source`import type { Json } from "./event.js";

/** Words between dots: * is one word, # any number of them. */
export function topicMatches(bindingKey: string, routingKey: string): boolean {
  const pattern = bindingKey === "" ? [] : bindingKey.split(".");
  const skip = (places: Set<number>): Set<number> => {
    for (const place of places) if (pattern[place] === "#") places.add(place + 1);
    return places;
  };
  let places = skip(new Set([0]));
  for (const word of routingKey === "" ? [] : routingKey.split(".")) {
    const next = new Set<number>();
    for (const place of places) {
      if (pattern[place] === "#") next.add(place);
      else if (pattern[place] === "*" || pattern[place] === word) next.add(place + 1);
    }
    places = skip(next);
  }
  return places.has(pattern.length);
}

/** null asks only that the header is there. */
export function headersMatch(wanted: Record<string, Json>, match: "all" | "any", headers: Record<string, Json>): boolean {
  const has = ([name, value]: [string, Json]): boolean => Object.hasOwn(headers, name) && (value === null || headers[name] === value);
  return match === "any" ? Object.entries(wanted).some(has) : Object.entries(wanted).every(has);
}
`;

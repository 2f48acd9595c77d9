import type { Json } from "../document/schema.ts";
import { compileLinearPattern } from "../expressions/linear-pattern.ts";
import type { Drawing } from "./drawing.ts";
import { entriesIn, listIn, numberIn, pointerTo, recordIn, textIn, valueIn } from "./values.ts";

/** What a queue or exchange says, by the name that policies use (`message-ttl`), with the place that says it. */
export type Effective = ReadonlyMap<string, { readonly value: Json; readonly place: string }>;

interface Policy {
  readonly place: string;
  readonly vhost: string;
  readonly appliesTo: string;
  readonly priority: number;
  readonly matches: (name: string) => boolean;
  readonly definition: Json;
}

/** Of a number that arguments, policy and operator policy all say the lowest holds; of all else what the arguments say, then the policy. */
const LOWEST: readonly string[] = ["message-ttl", "expires", "max-length", "max-length-bytes", "delivery-limit"];

/**
 * Policies as RabbitMQ applies them ("Parameters and Policies"): of those that match by virtual host, pattern and sort, the one with
 * the highest priority holds, alone; an operator policy comes on top.
 */
export class RabbitPolicies {
  private readonly policies: readonly Policy[];
  private readonly operators: readonly Policy[];

  constructor(
    document: unknown,
    private readonly drawing: Drawing,
  ) {
    this.policies = listIn(valueIn(document, "policies")).flatMap((policy, index) => this.read(policy, policy, pointerTo("policies", index)));
    this.operators = listIn(valueIn(document, "parameters")).flatMap((parameter, index) =>
      textIn(parameter, "component") === "operator_policy" ? this.read(parameter, valueIn(parameter, "value") ?? null, pointerTo("parameters", index, "value")) : [],
    );
  }

  /** What an object says together with its policies. `type` is that of a queue, or "exchange". */
  of(sort: "queue" | "exchange", type: string, object: Json): Effective {
    const [name, vhost] = [textIn(object, "name") ?? "", textIn(object, "vhost") ?? "/"];
    const effective = new Map<string, { value: Json; place: string }>();
    for (const [property, value] of entriesIn(valueIn(object, "arguments"))) effective.set(property.replace(/^x-/, ""), { value, place: property });
    for (const policies of [this.policies, this.operators]) {
      const policy = policies.filter((each) => each.vhost === vhost && appliesTo(each.appliesTo, sort, type) && each.matches(name)).toSorted((one, other) => other.priority - one.priority)[0];
      for (const [property, value] of entriesIn(policy?.definition)) {
        const known = effective.get(property)?.value;
        const isLower = LOWEST.includes(property) && typeof known === "number" && typeof value === "number" && value < known;
        if (known === undefined || isLower) effective.set(property, { value, place: `${policy?.place}/definition/${property}` });
      }
    }
    return effective;
  }

  private read(named: Json, policy: Json, place: string): Policy[] {
    const [pattern, definition] = [valueIn(policy, "pattern"), recordIn(valueIn(policy, "definition"))];
    if (typeof pattern !== "string" || definition === undefined) {
      this.drawing.note(place, "A policy without a pattern or definition.", "Left out.");
      return [];
    }
    try {
      return [{ place, vhost: textIn(named, "vhost") ?? "/", appliesTo: textIn(policy, "apply-to") ?? "all", priority: numberIn(policy, "priority") ?? 0, matches: matcher(pattern), definition }];
    } catch {
      this.drawing.note(`${place}/pattern`, "This pattern cannot be evaluated here.", "The policy is left out: set on the queues what it says.");
      return [];
    }
  }
}

/** A pattern as RabbitMQ reads it: it may occur anywhere in a name. What is asked not to stand at the beginning, `^(?!amq\.)`, is tried by itself. */
function matcher(pattern: string): (name: string) => boolean {
  const negated = /^\^\(\?!((?:[^()]|\\[()])*)\)(.*)$/s.exec(pattern);
  if (negated === null) return compileLinearPattern(pattern);
  const [not, rest] = [compileLinearPattern(`^(?:${negated[1]})`), compileLinearPattern(`^${negated[2]}`)];
  return (name) => !not(name) && rest(name);
}

function appliesTo(word: string, sort: "queue" | "exchange", type: string): boolean {
  if (word === "all") return true;
  if (sort === "exchange") return word === "exchanges";
  return word === "queues" || word === `${type}_queues` || (word === "streams" && type === "stream");
}

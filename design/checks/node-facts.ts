import type { z } from "zod";
import { displayName } from "../document/display-name.ts";
import { withoutExtensions } from "../document/extensions.ts";
import type { DesignNode } from "../document/schema.ts";
import { conditionProblem, expressionProblem, shortSource } from "../expressions/cel.ts";
import type { Port, SettingsProblem } from "../kinds/kind.ts";
import { isKindType, kindOf, kindTypes, type KindType } from "../kinds/registry.ts";
import { metaOf, walk } from "../kinds/schema-walk.ts";
import type { ProblemCode } from "../problem.ts";
import { misfitsOf } from "./issue-sentences.ts";
import { nearestWord } from "./nearest-word.ts";

/** A problem of one node; its path begins at the node. */
export interface NodeProblem {
  readonly severity: "error" | "warning";
  readonly code: ProblemCode;
  readonly message: string;
  readonly path: readonly (string | number)[];
}

/** What can be said of a node without looking at any other. */
export interface NodeFacts {
  readonly kind: KindType | null;
  /** Its ports; null when they cannot be told, since the kind is unknown or the settings are broken. */
  readonly ports: readonly Port[] | null;
  readonly problems: readonly NodeProblem[];
}

const remembered = new WeakMap<DesignNode, NodeFacts>();

/** Facts of a node, worked out once for each record: records are never changed in place. */
export function factsOf(node: DesignNode): NodeFacts {
  const known = remembered.get(node);
  if (known !== undefined) return known;
  const facts = isKindType(node.kind) ? factsOfKind(node, node.kind) : { kind: null, ports: null, problems: [unknownKind(node)] };
  remembered.set(node, facts);
  return facts;
}

function unknownKind(node: DesignNode): NodeProblem {
  const near = nearestWord(node.kind, kindTypes);
  const hint = near === null ? "" : ` Did you mean "${near}"?`;
  const message = `${displayName(node)} is of an unknown kind "${node.kind}".${hint} This version knows ${kindTypes.join(", ")}.`;
  return { severity: "error", code: "unknown-kind", path: ["kind"], message };
}

function factsOfKind(node: DesignNode, kind: KindType): NodeFacts {
  const definition = kindOf(kind);
  const value = withoutExtensions(node.settings ?? {}, definition.settings);
  const name = displayName(node);
  const parsed = definition.settings.safeParse(value);
  if (!parsed.success) {
    const problems = misfitsOf(parsed.error, definition.settings, value).map((misfit): NodeProblem => ({
      severity: "error",
      code: misfit.code === "misfit" ? "settings" : misfit.code,
      path: ["settings", ...misfit.path],
      message: `${name}: ${misfit.sentence}`,
    }));
    return { kind, ports: null, problems };
  }
  const checked = (definition.check?.(parsed.data) ?? []).map((problem) => ofSettings(name, problem));
  return { kind, ports: definition.ports(parsed.data), problems: [...checked, ...expressionProblems(name, definition.settings, parsed.data)] };
}

/** A settings problem as that of a node or edge with this name. */
export function ofSettings(name: string, problem: SettingsProblem): NodeProblem {
  return { severity: problem.severity, code: "settings", path: ["settings", ...problem.path], message: `${name}: ${problem.message}` };
}

/** What is wrong with the conditions and expressions in settings of this schema. */
export function expressionProblems(name: string, settingsSchema: z.ZodType, settings: unknown): NodeProblem[] {
  const problems: NodeProblem[] = [];
  walk(settingsSchema, settings, (schema, value, path) => {
    const meta = metaOf(schema);
    if (meta.editor !== "cel" || typeof value !== "string") return;
    const problem = meta.condition === true ? conditionProblem(value) : expressionProblem(value, meta.variables);
    if (problem === null) return;
    const message = `${name}: the ${meta.condition === true ? "condition" : "expression"} ${shortSource(value)} cannot be used: ${problem}.`;
    problems.push({ severity: "error", code: "expression", path: ["settings", ...path], message });
  });
  return problems;
}

import { z } from "zod";
import { AppError } from "../errors.ts";
import { nearestWord } from "../checks/nearest-word.ts";
import type { FieldMeta } from "../kinds/fields.ts";
import { isKindType, kindOf } from "../kinds/registry.ts";
import { metaOf, shapeOf, unwrap, valueOf } from "../kinds/schema-walk.ts";
import { displayName } from "./display-name.ts";
import { withoutExtensions } from "./extensions.ts";
import { applyDiff } from "./diff.ts";
import { updateSettings } from "./operations-settings.ts";
import type { Design, DesignNode } from "./schema.ts";

/** A setting of a node that is a number, so that it can be varied. */
export interface NumericSetting {
  readonly node: string;
  readonly nodeName: string;
  /** Where in the node's settings, for example `["serviceTime", "meanMs"]`. */
  readonly path: readonly string[];
  /** Its titles from the outside in: `Service time · Mean`. */
  readonly title: string;
  readonly unit: FieldMeta["unit"];
  readonly integer: boolean;
  readonly least: number;
  readonly most: number;
  /** What it is now, with its default; undefined where an optional one is not set. */
  readonly value: number | undefined;
}

/** Every number among the settings of a design's nodes, in document order. Nodes whose settings are broken have none. */
export function numericSettings(design: Design): NumericSetting[] {
  return design.nodes.flatMap((node) => settingsOfNode(node));
}

/**
 * A copy of the design in which one number has another value. Throws an AppError `wrong-use` that names what there is where
 * there is no such node or setting, and one that says why where the value does not fit.
 */
export function withNumber(design: Design, at: { readonly node: string; readonly path: readonly string[] }, value: number): Design {
  const node = design.nodes.find(({ id }) => id === at.node);
  if (!node) {
    const meant = nearestWord(at.node, design.nodes.map(({ id }) => id));
    throw new AppError("wrong-use", `There is no node "${at.node}".${meant === null ? "" : ` Did you mean ${meant}?`}`);
  }
  const known = settingsOfNode(node);
  if (!known.some(({ path }) => path.join(".") === at.path.join("."))) {
    throw new AppError("wrong-use", `${displayName(node)} has no number "${at.path.join(".")}". It has ${known.map(({ path }) => path.join(".")).join(", ") || "none"}.`);
  }
  const changed = applyDiff(design, updateSettings(design, { node: at.node, path: at.path, value }));
  const problem = problemOf(changed.nodes.find(({ id }) => id === at.node) ?? node);
  if (problem !== null) throw new AppError("wrong-use", `${at.node}.${at.path.join(".")} cannot be ${value}: ${problem}`);
  return changed;
}

function settingsOfNode(node: DesignNode): NumericSetting[] {
  if (!isKindType(node.kind)) return [];
  const schema: z.ZodType = kindOf(node.kind).settings;
  const parsed = schema.safeParse(withoutExtensions(node.settings ?? {}, schema));
  return parsed.success ? numbersIn(schema, parsed.data, [], []).map((found) => ({ ...found, node: node.id, nodeName: displayName(node) })) : [];
}

type Found = Omit<NumericSetting, "node" | "nodeName">;

function numbersIn(schema: z.core.$ZodType, value: unknown, path: readonly string[], titles: readonly string[]): Found[] {
  return Object.entries(shapeOf(schema, value) ?? {}).flatMap(([key, field]): Found[] => {
    const inner = unwrap(field);
    const here = { path: [...path, key], titles: [...titles, metaOf(field).title ?? key] };
    const own = valueOf(value, key);
    if (inner instanceof z.ZodNumber) {
      return [
        {
          path: here.path,
          title: here.titles.join(" · "),
          unit: metaOf(field).unit,
          integer: inner.isInt,
          least: inner.minValue ?? Number.NEGATIVE_INFINITY,
          most: inner.maxValue ?? Number.POSITIVE_INFINITY,
          value: typeof own === "number" ? own : undefined,
        },
      ];
    }
    return typeof own === "object" && own !== null && !Array.isArray(own) ? numbersIn(field, own, here.path, here.titles) : [];
  });
}

/** Why a node's settings do not fit, in a sentence; null when they do. */
function problemOf(node: DesignNode): string | null {
  if (!isKindType(node.kind)) return null;
  const kind = kindOf(node.kind);
  const parsed = (kind.settings as z.ZodType).safeParse(withoutExtensions(node.settings ?? {}, kind.settings));
  if (!parsed.success) return parsed.error.issues[0]?.message ?? "it does not fit.";
  const problems = kind.check?.(parsed.data as never) ?? [];
  return problems.find(({ severity }) => severity === "error")?.message ?? null;
}

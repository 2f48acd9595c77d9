import type { z } from "zod";
import { withoutExtensions } from "../document/extensions.ts";
import type { Design, DesignEdge, DesignNode, Json } from "../document/schema.ts";
import { isKindType, kindOf } from "../kinds/registry.ts";
import { queueSettingsSchema } from "../kinds/queue.ts";
import { isImplicitQueue } from "./implicit-queue.ts";

/** What an edge's settings are made of: those that its origin's kind gives it, and those of the implicit queue it stands for (rule G2). */
export interface EdgeSchemas {
  readonly own: z.ZodObject | undefined;
  readonly queue: typeof queueSettingsSchema | undefined;
}

/** The schemas of an edge's settings, given the nodes at its ends. */
export function edgeSchemas(edge: Pick<DesignEdge, "from" | "to">, from: Pick<DesignNode, "kind">, to: Pick<DesignNode, "kind">): EdgeSchemas {
  const own = isKindType(from.kind) ? kindOf(from.kind).edges?.(edge.from.port) : undefined;
  return { own, queue: isImplicitQueue(edge, from, to) ? queueSettingsSchema : undefined };
}

/** One schema for all settings of an edge; undefined where it has none. */
export function edgeSchema({ own, queue }: EdgeSchemas): z.ZodObject | undefined {
  if (own === undefined || queue === undefined) return own ?? queue;
  return own.extend(queue.shape);
}

/** Those of an edge's settings that a schema names, without extensions; what another schema may name is left out. */
export function settingsNamedBy(schema: z.ZodObject, settings: DesignEdge["settings"]): Record<string, Json> {
  const value = withoutExtensions(settings ?? {}, schema);
  return Object.fromEntries(Object.entries(value).filter(([property]) => Object.hasOwn(schema.shape, property)));
}

/** The schema of an edge's settings in a design; undefined where it has none, or leads from or to nowhere. */
export function edgeSchemaIn(design: Pick<Design, "nodes">, edge: Pick<DesignEdge, "from" | "to">): z.ZodObject | undefined {
  const [from, to] = [edge.from, edge.to].map((end) => design.nodes.find((node) => node.id === end.node));
  return from && to && edgeSchema(edgeSchemas(edge, from, to));
}

import { kinds, isKindType, type KindType, type SettingsOf } from "../kinds/registry.ts";
import type { Port } from "../kinds/kind.ts";
import { queueSettingsSchema, type QueueSettings } from "../kinds/queue.ts";
import { withoutExtensions } from "./extensions.ts";
import type { DesignEdge, DesignNode } from "./schema.ts";

/**
 * A node's settings with every default filled in.
 * Throws where they do not fit the kind's schema: check the design first.
 */
export function settingsOf<Kind extends KindType>(node: Pick<DesignNode, "settings">, kind: Kind): SettingsOf<Kind> {
  return kinds[kind].settings.parse(withoutExtensions(node.settings ?? {}, kinds[kind].settings)) as SettingsOf<Kind>;
}

/** The settings of the implicit queue that an edge stands for (rule G2), with every default filled in. */
export function implicitQueueSettings(edge: Pick<DesignEdge, "settings">): QueueSettings {
  const value = withoutExtensions(edge.settings ?? {}, queueSettingsSchema);
  const named = Object.entries(value).filter(([property]) => Object.hasOwn(queueSettingsSchema.shape, property));
  return queueSettingsSchema.parse(Object.fromEntries(named));
}

/** A node's ports as its settings make them; the kind's default ports when the settings are broken, none when the kind is unknown. */
export function portsOf(node: Pick<DesignNode, "kind" | "settings">): readonly Port[] {
  if (!isKindType(node.kind)) return [];
  const kind = kinds[node.kind];
  const parsed = kind.settings.safeParse(withoutExtensions(node.settings ?? {}, kind.settings));
  const settings = parsed.success ? parsed.data : kind.settings.parse({});
  return (kind.ports as (settings: unknown) => readonly Port[])(settings);
}

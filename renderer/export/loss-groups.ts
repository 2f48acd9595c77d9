import type { Loss } from "../../design/export/target.ts";

/** What is lost of one node, edge or other part of a design. */
export interface LossGroup {
  readonly id: string;
  readonly name: string;
  readonly losses: readonly Loss[];
}

/** Losses by what they are of, in the order of the report; only those in which every word of `search` occurs somewhere. */
export function lossGroups(losses: readonly Loss[], search: string): LossGroup[] {
  const words = search.toLowerCase().split(/\s+/).filter((word) => word !== "");
  const groups = new Map<string, { id: string; name: string; losses: Loss[] }>();
  for (const loss of losses) {
    const text = [loss.name, loss.property, loss.value, loss.why, loss.instead].join(" ").toLowerCase();
    if (!words.every((word) => text.includes(word))) continue;
    const group = groups.get(loss.id) ?? { id: loss.id, name: loss.name, losses: [] };
    groups.set(loss.id, group);
    group.losses.push(loss);
  }
  return [...groups.values()];
}

import fc from "fast-check";
import { refusal } from "../checks/port-rules.ts";
import { align, distribute } from "../document/arrange.ts";
import { applyDiff, type DesignDiff } from "../document/diff.ts";
import { duplicate } from "../document/paste.ts";
import { insertionRefusal, insertNodeOnEdge } from "../document/insert-node.ts";
import { addAlert, removeAlert } from "../document/operations-alerts.ts";
import { addAnnotation, addSlo, addZone, removeZone, renameDesign, setDescription, setSeed } from "../document/operations-document.ts";
import { replaceSettings, updateEdgeSettings, updateSettings } from "../document/operations-settings.ts";
import { addNode, assignZone, connect, disconnect, moveNodes, removeElements, rename, setLabel, setNotes } from "../document/operations.ts";
import type { Design, Json } from "../document/schema.ts";
import { portsOf } from "../document/settings.ts";
import { kindTypes } from "../kinds/registry.ts";

/** An operation on whatever design there is, given numbers to choose with. */
export type Operation = (design: Design) => DesignDiff | null;

type Pick = <Item>(items: readonly Item[]) => Item | undefined;

const VALUES: readonly (Json | undefined)[] = [undefined, 1, -1, "text", null, true, [], {}, { distribution: "constant", meanMs: 5 }];
const PATHS = [["attempts"], ["backoff", "jitter"], ["serviceTime", "meanMs"], ["rules"], ["rules", 0, "port"], ["zzz", "a"]] as const;

const OPERATIONS: readonly ((design: Design, pick: Pick) => DesignDiff | null)[] = [
  (design, pick) => addNode(design, { kind: pick(kindTypes) ?? "queue", position: { x: pick([0, 50]) ?? 0, y: 0 } }),
  (design, pick) => removeElements(design, { nodes: some(design.nodes, pick), edges: some(design.edges, pick), annotations: some(design.annotations ?? [], pick) }),
  (design, pick) => disconnect(design, some(design.edges, pick)),
  (design, pick) => {
    const ends = (direction: "in" | "out") => design.nodes.flatMap((node) => portsOf(node).filter((port) => port.direction === direction).map((port) => ({ node: node.id, port: port.name })));
    const [from, to] = [pick(ends("out")), pick(ends("in"))];
    return from && to && refusal(design, from, to) === null ? connect(design, { from, to }) : null;
  },
  (design, pick) => moveNodes(design, new Map(some(design.nodes, pick).map((id) => [id, { x: pick([1, 2]) ?? 0, y: 3 }]))),
  (design, pick) => ifSome(pick(design.nodes), (node) => rename(design, { node: node.id, name: pick(["", "New"]) ?? "" })),
  (design, pick) => ifSome(pick(design.nodes), (node) => setNotes(design, { node: node.id, notes: pick(["", "Why"]) ?? "" })),
  (design, pick) => ifSome(pick(design.edges), (edge) => setLabel(design, { edge: edge.id, label: pick(["", "label"]) ?? "" })),
  (design, pick) => ifSome(pick(design.nodes), (node) => (isListPath(node.settings) ? updateSettings(design, { node: node.id, path: pick(PATHS.slice(0, 4)) ?? ["a"], value: pick(VALUES) }) : null)),
  (design, pick) => ifSome(pick(design.nodes), (node) => replaceSettings(design, { node: node.id, settings: pick([undefined, { rules: [{ port: "q", when: "true" }] }]) })),
  (design, pick) => ifSome(pick(design.edges), (edge) => updateEdgeSettings(design, { edge: edge.id, path: ["attempts"], value: pick([undefined, 1, 2]) })),
  (design, pick) => duplicate(design, { nodes: some(design.nodes, pick), annotations: some(design.annotations ?? [], pick) }),
  (design, pick) =>
    ifSome(pick(design.edges), (edge) => {
      const kind = pick(kindTypes) ?? "filter";
      const ends = new Set(design.nodes.map((node) => node.id));
      if (!ends.has(edge.from.node) || !ends.has(edge.to.node) || insertionRefusal(design, edge.id, { kind }) !== null) return null;
      return insertNodeOnEdge(design, { edge: edge.id, kind, position: { x: 0, y: 0 } });
    }),
  (design, pick) => align(design, some(design.nodes, pick), pick(["left", "center", "bottom"] as const) ?? "top"),
  (design, pick) => distribute(design, some(design.nodes, pick), pick(["horizontal", "vertical"] as const) ?? "horizontal"),
  (design) => addAnnotation(design, { text: "note", position: { x: 0, y: 0 } }),
  (design) => addZone(design, { name: "Zone" }),
  (design, pick) => ifSome(pick(design.zones ?? []), (zone) => removeZone(design, zone.id)),
  (design, pick) => assignZone(design, { nodes: some(design.nodes, pick), zone: pick([undefined, ...(design.zones ?? []).map((zone) => zone.id)]) }),
  (design) => addSlo(design, { name: "SLO", target: { all: true }, metric: "lost", op: "==", value: 0 }),
  (design, pick) => addAlert(design, { name: "Alert", when: { threshold: { node: pick(design.nodes)?.id ?? "n", metric: "depth", direction: "above", value: 1 } }, actions: [] }),
  (design, pick) => ifSome(pick(design.alerts ?? []), (alert) => removeAlert(design, alert.id)),
  (design, pick) => renameDesign(design, pick(["A", "B"]) ?? ""),
  (design, pick) => setDescription(design, pick(["", "About"]) ?? ""),
  (design, pick) => setSeed(design, pick([undefined, 1, 2])),
];

/** Up to a dozen operations of every sort. */
export const anyOperations: fc.Arbitrary<Operation[]> = fc.array(
  fc.tuple(fc.nat(OPERATIONS.length - 1), fc.array(fc.nat(), { minLength: 6, maxLength: 6 })).map(([which, choices]): Operation => {
    return (design) => {
      let next = 0;
      const pick: Pick = (items) => items[(choices[next++ % choices.length] ?? 0) % Math.max(1, items.length)];
      return OPERATIONS[which]?.(design, pick) ?? null;
    };
  }),
  { minLength: 1, maxLength: 12 },
);

export interface Step {
  readonly before: Design;
  readonly after: Design;
  readonly diff: DesignDiff;
}

/** Performs operations one after the other. */
export function perform(design: Design, operations: readonly Operation[]): { first: Design; last: Design; steps: Step[] } {
  const steps: Step[] = [];
  let before = design;
  for (const operation of operations) {
    const diff = operation(before);
    if (diff === null) continue;
    const after = applyDiff(before, diff);
    steps.push({ before, after, diff });
    before = after;
  }
  return { first: design, last: before, steps };
}

function some(records: readonly { id: string }[], pick: Pick): string[] {
  return records.slice(0, pick([0, 1, 2, 3]) ?? 0).map((record) => record.id);
}

function ifSome<Item, Result>(item: Item | undefined, use: (item: Item) => Result): Result | null {
  return item === undefined ? null : use(item);
}

/** Whether no list stands where the paths above expect an object. */
function isListPath(settings: Record<string, Json> | undefined): boolean {
  return !Array.isArray(settings?.["zzz"]) && !Array.isArray(settings?.["serviceTime"]) && !Array.isArray(settings?.["backoff"]);
}

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { arbitraryDesign } from "../../tests/support/arbitrary-design.ts";
import { examples } from "../../tests/support/examples.ts";
import { shapeOf } from "../../tests/support/topology-shape.ts";
import type { Design } from "../document/schema.ts";
import type { Definitions } from "../export/rabbitmq-definitions.ts";
import { exportTo } from "../export/registry.ts";
import { topologyOf } from "../topology/resolve.ts";
import { importText } from "./registry.ts";

function exported(design: Design, queueType: string) {
  const { files, losses } = exportTo("rabbitmq", topologyOf(design), { queueType });
  return { text: files[0]!.text, definitions: JSON.parse(files[0]!.text) as Definitions, lost: (id: string, property: string): boolean => losses.some((loss) => loss.id === id && loss.property === property) };
}

/** Definitions in an order of their own; a dead letter is a queue like any other to RabbitMQ, of which no one knows how often it is tried. */
function sorted({ queues, exchanges, bindings }: Definitions, keepers: ReadonlySet<string>) {
  const inOrder = <Item>(items: readonly Item[]): Item[] => items.toSorted((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1));
  const argumentsOf = (name: string, given: Readonly<Record<string, unknown>>) => Object.fromEntries(Object.entries(given).filter(([property]) => !keepers.has(name) || property !== "x-delivery-limit"));
  return { queues: inOrder(queues.map(({ name, arguments: given }) => ({ name, arguments: argumentsOf(name, given) }))), exchanges: inOrder(exchanges), bindings: inOrder(bindings) };
}

function expectSameTopology(drawn: Design, queueType: string): void {
  // Names of implicit queues are made of two; an import keeps 200 characters.
  const design = { ...drawn, nodes: drawn.nodes.map((node) => ({ ...node, name: (node.name ?? node.id).slice(0, 80) })) };
  const before = topologyOf(design);
  const { text, definitions, lost } = exported(design, queueType);
  if (definitions.queues.length + definitions.exchanges.length === 0) {
    expect(() => importText(text, "definitions.json")).toThrow("nothing to draw");
    return;
  }
  const back = importText(text, "definitions.json");
  expect(back.source).toBe("rabbitmq");
  // What a step is left out of leads an exchange to itself in one step; the step is in the report.
  if (back.notes.some(({ what }) => /leads back to it|hand its events to itself/.test(what))) return;
  const after = topologyOf(back.design);
  const keepers = new Set(definitions.queues.slice(before.queues.length + before.topics.length).map(({ name }) => name));
  expect(sorted(exported(back.design, queueType).definitions, keepers)).toEqual(sorted(definitions, keepers));

  // The settings themselves, as far as the report does not name them; what is read by nobody in these definitions is told by its name.
  const exchanges = before.exchanges.filter(({ node }) => node.kind === "exchange");
  const named = new Map(after.queues.map((queue) => [queue.name, queue]));
  for (const [index, queue] of before.queues.entries()) {
    const found = named.get(definitions.queues[index]?.name ?? "");
    if (found === undefined) continue;
    for (const [property, value] of Object.entries(queue.settings)) {
      const isIdle = (property === "overflow" && queue.settings.maxLength === undefined) || (property === "backoff" && queue.settings.attempts === 1) || (property === "deadLetterRoutingKey" && !queue.deadLetters.some(({ to }) => exchanges.some(({ key }) => key === to.key)));
      if (!isIdle && !lost(queue.id, property)) expect([queue.id, property, found.settings[property as keyof typeof found.settings]]).toEqual([queue.id, property, value]);
    }
  }
  expect(after.exchanges.map(({ node }) => (node.settings as { type: string }).type)).toEqual(exchanges.map(({ node }) => (node.settings as { type: string }).type));
  expect(shapeOf(after).topics.map(({ settings }) => settings.retentionMs)).toEqual(before.topics.map(({ node }) => Math.ceil(node.settings.retentionMs / 1000) * 1000));
}

describe("round trip through RabbitMQ definitions", { timeout: 120_000 }, () => {
  it("gives every example the same topology, for quorum and for classic queues", () => {
    for (const [index, { design }] of examples().entries()) expectSameTopology(design, index % 2 === 0 ? "quorum" : "classic");
  });

  it("gives whatever is drawn the same topology, apart from what the report names", () => {
    fc.assert(fc.property(arbitraryDesign, fc.constantFrom("quorum", "classic"), expectSameTopology), { numRuns: 40, endOnFailure: true });
  });
});

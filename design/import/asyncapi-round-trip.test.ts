import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { webhook } from "../kinds/webhook.ts";
import { arbitraryDesign } from "../../tests/support/arbitrary-design.ts";
import { examples } from "../../tests/support/examples.ts";
import { shapeOf } from "../../tests/support/topology-shape.ts";
import type { Design, Json } from "../document/schema.ts";
import { BROKERS, type Broker } from "../export/asyncapi-protocol.ts";
import { exportTo } from "../export/registry.ts";
import { flowOf } from "../graph/compile.ts";
import { kindOf, type KindType } from "../kinds/registry.ts";
import { topologyOf } from "../topology/resolve.ts";
import { importText } from "./registry.ts";

function exported(design: Design, protocol: Broker) {
  const { files, losses } = exportTo("asyncapi", topologyOf(design), { protocol });
  return { text: files[0]!.text, losses, lost: (id: string, property: string): boolean => losses.some((loss) => loss.id === id && loss.property === property) };
}

/** What comes back whole but for what the report names as lost for good. */
function expectSameTopology(design: Design, protocol: Broker): void {
  const { text, lost, losses } = exported(design, protocol);
  const back = importText(text, "asyncapi.yaml");
  expect(back.source).toBe("asyncapi");
  const [before, after] = [topologyOf(design), topologyOf(back.design)].map(shapeOf);
  // A parser would take it for a reference: not kept, and in the report.
  const withReference = design.nodes.filter(({ settings }) => JSON.stringify(settings ?? {}).includes('"$ref":"'));
  for (const { id, settings = {} } of withReference) for (const [property, value] of Object.entries(settings)) if (JSON.stringify(value).includes('"$ref":"')) expect(lost(id, property), `${id}.${property}`).toBe(true);
  // A webhook's address may hold a token: it is in the report in place of the file.
  for (const { id, kind, settings = {} } of design.nodes) if (kind === "webhook" && settings["url"] !== undefined && settings["url"] !== webhook.settings.parse({}).url && losses.some((loss) => loss.id === id)) expect(lost(id, "url")).toBe(true);
  // An exchange that is led back to by a stage would lead to itself in one step without it: the stage is in the report.
  const isRound = back.notes.some(({ what }) => /leads back to it|hand its events to itself/.test(what));
  if (isRound) expect(losses.some(({ property }) => property === "steps")).toBe(true);
  const compared = (shape: ReturnType<typeof shapeOf> | undefined) => ({
    ...shape,
    services: shape?.services.map((service) => (withReference.length === 0 ? { ...service, settings: { ...service.settings, url: undefined } } : { ...service, settings: {} })),
    exchanges: shape?.exchanges.map((exchange) => (isRound ? { ...exchange, bindings: [], alternate: [] } : exchange)),
  });
  expect(compared(after)).toEqual(compared(before));
}

/** A document as a tool sees it that knows nothing of extensions. */
function withoutExtensions(value: Json): Json {
  if (Array.isArray(value)) return value.map(withoutExtensions);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).flatMap(([key, inner]) => (key.startsWith("x-spillway") ? [] : [[key, withoutExtensions(inner)]])));
}

describe("round trip through AsyncAPI", { timeout: 120_000 }, () => {
  it("gives every example the same topology, on every broker", () => {
    for (const [index, { design }] of examples().entries()) expectSameTopology(design, BROKERS[index % BROKERS.length]!);
  });

  it("gives whatever is drawn the same topology, on every broker", () => {
    fc.assert(fc.property(arbitraryDesign, fc.constantFrom(...BROKERS), expectSameTopology), { numRuns: 50, endOnFailure: true });
  });

  it("loses for tools that pass over extensions what the report names, and nothing else", () => {
    fc.assert(
      fc.property(arbitraryDesign, fc.constantFrom(...BROKERS), (drawn, protocol) => {
        // Names that tell nodes apart: by them they are found again.
        const design = { ...drawn, nodes: drawn.nodes.map((node, index) => ({ ...node, name: `${index} ${(node.name ?? "").slice(0, 80)}`.trim() })) };
        const { text, lost } = exported(design, protocol);
        fc.pre(Object.keys((parse(text) as { channels: object }).channels).length > 0);
        const back = importText(JSON.stringify(withoutExtensions(parse(text) as Json)), "asyncapi.json").design;
        const [before, found] = [topologyOf(design), flowOf(back)];
        const named = (name: string, kind?: string) => [...found.nodes.values()].find((node) => node.name === name.slice(0, 200).trim() && (kind === undefined || node.kind === kind));
        const same = (of: { id: string; name: string }, kind: KindType, settings: Readonly<Record<string, unknown>>): void => {
          const node = named(of.name);
          // Two edges between the same nodes stand for two queues of one name.
          if (before.queues.filter(({ name }) => name === of.name).length > 1) return;
          if (!lost(of.id, "kind")) expect([of.name, node?.kind]).toEqual([of.name, kind]);
          if (node?.kind !== kind) return;
          const defaults = kindOf(kind).settings.parse({}) as Record<string, unknown>;
          for (const [property, value] of Object.entries({ ...defaults, ...settings }))
            if (!lost(of.id, property)) expect([of.id, property, (node.settings as Record<string, unknown>)[property]]).toEqual([of.id, property, value]);
        };
        for (const queue of before.queues) same(queue, "queue", queue.settings);
        for (const { node } of before.topics) same(node, "topic", node.settings);
        for (const end of before.ends) if (end.kind === "deadLetter") same(end, "deadLetter", end.settings);
        const types = back.nodes.filter(({ kind }) => kind === "exchange").map(({ settings }) => settings?.["type"]);
        expect(types).toEqual(before.exchanges.flatMap(({ node }) => (node.kind === "exchange" && !lost(node.id, "kind") ? [node.settings.type] : [])));
        const edges = new Set(back.edges.map(({ from, to }) => `${found.nodes.get(from.node)?.name} > ${found.nodes.get(to.node)?.name}`));
        const channelNames = new Map([...before.queues.map(({ key, name }) => [key, name] as const), ...before.topics.map(({ key, node }) => [key, node.name] as const)]);
        for (const { node, reads, sends } of before.services) {
          for (const { key } of reads) expect(edges).toContain(`${channelNames.get(key)?.slice(0, 200).trim()} > ${node.name}`);
          for (const { to } of sends) if (channelNames.has(to.key)) expect(edges).toContain(`${node.name} > ${channelNames.get(to.key)?.slice(0, 200).trim()}`);
          if (reads.length > 0 && sends.some(({ to }) => to.type !== "node")) expect(lost(node.id, "out")).toBe(true);
        }
      }),
      { numRuns: 30, endOnFailure: true },
    );
  });
});

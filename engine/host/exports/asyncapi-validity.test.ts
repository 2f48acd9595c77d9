import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Design } from "../../../design/document/schema.ts";
import { BROKERS } from "../../../design/export/asyncapi-protocol.ts";
import { exportTo } from "../../../design/export/registry.ts";
import { topologyOf } from "../../../design/topology/resolve.ts";
import { arbitraryDesign } from "../../../tests/support/arbitrary-design.ts";
import { examples } from "../../../tests/support/examples.ts";
import { asyncApiValidator } from "./asyncapi-validity.ts";

const validate = asyncApiValidator();

/** Designs side by side in one: the parser takes some 0.3 s for a document, however long that is. */
function besideEachOther(designs: readonly Design[]): Design {
  const within = (index: number, id: string): string => `d${index}-${id}`.slice(0, 64);
  return {
    format: "spillway",
    version: 1,
    name: "Beside each other",
    nodes: designs.flatMap(({ nodes }, index) =>
      nodes.map(({ zone: _zone, ...node }) => {
        const id = within(index, node.id);
        // Endpoints have paths of their own.
        const listens = node.kind === "httpSource" || node.kind === "webSocketGateway";
        return { ...node, id, ...(listens ? { settings: { ...node.settings, path: `/${id}` } } : {}) };
      }),
    ),
    edges: designs.flatMap(({ edges }, index) =>
      edges.map((edge) => ({ ...edge, id: within(index, edge.id), from: { ...edge.from, node: within(index, edge.from.node) }, to: { ...edge.to, node: within(index, edge.to.node) } })),
    ),
  };
}

describe("AsyncAPI documents", { timeout: 240_000 }, () => {
  it("are valid to the AsyncAPI parser for every example and whatever is drawn and however it is called, on every broker", async () => {
    const generated = fc.sample(arbitraryDesign, { numRuns: 20, seed: fc.readConfigureGlobal()?.seed ?? 42 });
    const topology = topologyOf(besideEachOther([...examples().map(({ design }) => design), ...generated]));
    for (const [index, protocol] of BROKERS.entries()) {
      const { files } = exportTo("asyncapi", topology, { protocol, format: index % 2 === 0 ? "yaml" : "json" });
      expect(await validate(files)).toEqual({ checkedWith: expect.stringMatching(/^@asyncapi\/parser \d/), problems: [] });
    }
  });

  it("are told from broken ones, with the place", async () => {
    const text = '{"asyncapi": "3.0.0", "info": {"title": "a", "version": "1"}, "channels": {"a": {"bindings": {"kafka": {"partitions": 0}}}}, "operations": {"b": {"action": "send", "channel": {"$ref": "#/channels/c"}}}}';
    const { problems } = await validate([{ path: "asyncapi.json", language: "json", text }]);
    expect(problems.join("\n")).toMatch(/asyncapi\.json: \/channels\/a\/bindings\/kafka\/partitions: /);
    expect(problems.join("\n")).toMatch(/\/operations\/b\/channel/);
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BROKERS } from "../../../design/export/asyncapi-protocol.ts";
import { exportTo } from "../../../design/export/registry.ts";
import { topologyOf } from "../../../design/topology/resolve.ts";
import { arbitraryDesign } from "../../../tests/support/arbitrary-design.ts";
import { examples } from "../../../tests/support/examples.ts";
import { asyncApiValidator } from "./asyncapi-validity.ts";

const validate = asyncApiValidator();

describe("AsyncAPI documents", { timeout: 120_000 }, () => {
  it("are valid to the AsyncAPI parser for every example", async () => {
    for (const [index, { file, design }] of examples().entries()) {
      const { files } = exportTo("asyncapi", topologyOf(design), { protocol: BROKERS[index % BROKERS.length], format: index % 2 === 0 ? "yaml" : "json" });
      expect({ file, ...(await validate(files)) }).toEqual({ file, checkedWith: expect.stringMatching(/^@asyncapi\/parser \d/), problems: [] });
    }
  });

  it("are valid whatever is drawn and however it is called", async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryDesign, fc.constantFrom(...BROKERS), fc.constantFrom("yaml", "json"), async (design, protocol, format) => {
        expect((await validate(exportTo("asyncapi", topologyOf(design), { protocol, format }).files)).problems).toEqual([]);
      }),
      { numRuns: 25 },
    );
  });

  it("are told from broken ones, with the place", async () => {
    const text = '{"asyncapi": "3.0.0", "info": {"title": "a", "version": "1"}, "channels": {"a": {"bindings": {"kafka": {"partitions": 0}}}}, "operations": {"b": {"action": "send", "channel": {"$ref": "#/channels/c"}}}}';
    const { problems } = await validate([{ path: "asyncapi.json", language: "json", text }]);
    expect(problems.join("\n")).toMatch(/asyncapi\.json: \/channels\/a\/bindings\/kafka\/partitions: /);
    expect(problems.join("\n")).toMatch(/\/operations\/b\/channel/);
  });
});

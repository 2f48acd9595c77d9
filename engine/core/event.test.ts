import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { envelopeOf, eventOf, viewOf, type EnvelopeOrigin, type FlowEvent } from "./event.ts";
import { identityText } from "./identity.ts";

const word = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
const time = fc.double({ min: 0, max: 1e10, noNaN: true });
const event: fc.Arbitrary<FlowEvent> = fc.record({
  high: word,
  low: word,
  rootHigh: word,
  rootLow: word,
  source: fc.constant(3),
  bornMs: time,
  emittedMs: time,
  type: fc.string({ minLength: 1 }),
  key: fc.option(fc.string(), { nil: undefined }),
  priority: fc.nat(2_097_151),
  headers: fc.option(fc.dictionary(fc.string(), fc.string()).map((each) => ({ ...each })), { nil: undefined }),
  trace: fc.option(fc.record({ traceId: fc.stringMatching(/^[1-9a-f][0-9a-f]{31}$/), state: fc.option(fc.constant("a=1,b=2"), { nil: undefined }) }), { nil: undefined }),
  data: fc.jsonValue() as fc.Arbitrary<FlowEvent["data"]>,
});
const ORIGIN: EnvelopeOrigin = { ms: Date.UTC(2026, 0, 1), trace: "00000000000000aa" };

describe("envelope", () => {
  it("E1 has CloudEvents 1.0's required attributes, with attribute names and types that it allows", () => {
    fc.assert(
      fc.property(event, (each) => {
        const envelope = JSON.parse(JSON.stringify(envelopeOf(each, "orders", ORIGIN, true))) as Record<string, unknown>;
        expect(envelope).toMatchObject({ specversion: "1.0", source: "orders", type: each.type, datacontenttype: "application/json" });
        expect(envelope.id).toMatch(/^e[0-9a-f]{16}$/);
        // RFC 3339.
        expect(envelope.time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
        for (const [name, value] of Object.entries(envelope)) {
          // Names: lower-case letters and digits, at most 20. Types: Boolean, 32-bit Integer or String.
          expect(name).toMatch(/^[a-z0-9]{1,20}$/);
          if (name === "data") continue;
          if (typeof value === "number") expect(value | 0).toBe(value);
          else expect(typeof value).toBe("string");
        }
      }),
    );
  });

  it("E1 carries the extensions partitionkey, priority and traceparent", () => {
    const plain: FlowEvent = { high: 1, low: -2, rootHigh: 7, rootLow: 8, source: 0, bornMs: 5, emittedMs: 1500, type: "order", key: "k1", priority: 4, headers: undefined, data: { a: 1 } };
    expect(envelopeOf(plain, "orders", ORIGIN, true)).toMatchObject({ partitionkey: "k1", priority: 4, time: "2026-01-01T00:00:01.500Z", data: { a: 1 } });
    // W3C Trace Context: version, 16 bytes of trace id, 8 bytes of parent id, flags.
    expect(envelopeOf(plain, "orders", ORIGIN, true).traceparent).toBe("00-00000000000000aa0000000700000008-00000001fffffffe-01");
    expect(envelopeOf(plain, "orders", ORIGIN, false).traceparent).toMatch(/-00$/);
    const bare = envelopeOf({ ...plain, key: undefined, priority: 0 }, "orders", ORIGIN, true);
    expect(bare).not.toHaveProperty("partitionkey");
    expect(bare).not.toHaveProperty("priority");
  });

  it("E1 is read back to the microsecond", () => {
    fc.assert(
      fc.property(event, (each) => {
        const back = eventOf(JSON.parse(JSON.stringify(envelopeOf(each, "orders", ORIGIN, true))), 3);
        expect(back).toEqual({ ...each, bornMs: expect.closeTo(each.bornMs, 2) as number, emittedMs: expect.closeTo(each.emittedMs, 2) as number, data: JSON.parse(JSON.stringify(each.data)) });
        expect(Math.abs(back.bornMs - each.bornMs)).toBeLessThanOrEqual(0.000_51 + each.bornMs * 1e-15);
      }),
    );
  });

  it("E1 conditions see the same id, key and data", () => {
    fc.assert(
      fc.property(event, (each) => {
        expect(viewOf(each)).toEqual({ id: identityText(each.high, each.low), type: each.type, key: each.key ?? "", priority: each.priority, headers: each.headers ?? {}, data: each.data });
      }),
    );
  });
});

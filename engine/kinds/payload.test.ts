import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Json } from "../../design/document/schema.ts";
import { hashWords, uniform } from "../core/random.ts";
import { compilePayload, type PayloadInput } from "./payload.ts";

function input(n = 0): PayloadInput {
  return { seq: n + 1, key: "k7", timeMs: 1234, draw: (index) => uniform(99, n, hashWords(index, 0, 0, 0, 0), 0) };
}

function fill(template: Json, n = 0): Json {
  return compilePayload(template)(input(n));
}

describe("P4 payload", () => {
  it("P4 a text that is one placeholder becomes a value of its type", () => {
    expect(fill({ seq: "{{seq}}", key: "{{key}}", time: "{{ time }}" })).toEqual({ seq: 1, key: "k7", time: 1234 });
    expect(typeof fill("{{int 1 6}}")).toBe("number");
    expect(typeof fill("{{pick a b}}")).toBe("string");
  });

  it("P4 placeholders inside longer texts are written into them", () => {
    expect(fill("order {{seq}} of {{key}}!")).toBe("order 1 of k7!");
    expect(fill("{{seq}}{{seq}}")).toBe("11");
  });

  it("P4 what is no generator stays as it is", () => {
    for (const text of ["{{unknown}}", "{{pick}}", "{seq}", "{{}}", "{{seq", "plain", ""]) expect(fill(text)).toBe(text);
    fc.assert(fc.property(fc.jsonValue(), (value) => {
      fc.pre(!JSON.stringify(value).includes("{{"));
      expect(fill(value as Json)).toEqual(value);
    }));
  });

  it("P4 whole numbers and numbers lie in their range, ends included for whole ones", () => {
    const dice = Array.from({ length: 600 }, (_, n) => fill("{{int 1 6}}", n) as number);
    expect(new Set(dice)).toEqual(new Set([1, 2, 3, 4, 5, 6]));
    const celsius = Array.from({ length: 600 }, (_, n) => fill("{{number -5 40}}", n) as number);
    expect(Math.min(...celsius)).toBeGreaterThanOrEqual(-5);
    expect(Math.min(...celsius)).toBeLessThan(0);
    expect(Math.max(...celsius)).toBeLessThan(40);
    expect(Math.max(...celsius)).toBeGreaterThan(38);
    expect(new Set(Array.from({ length: 100 }, (_, n) => fill("{{pick red green}}", n)))).toEqual(new Set(["red", "green"]));
  });

  it("P4 each placeholder draws for itself", () => {
    const drawn = fill({ a: "{{number}}", b: "{{number}}", c: ["{{number}}"], d: "{{number}} {{number}}" }) as { a: number; b: number; c: number[]; d: string };
    expect(new Set([drawn.a, drawn.b, drawn.c[0], ...drawn.d.split(" ").map(Number)]).size).toBe(5);
  });

  it("P4 a UUID has version 4's form and is another for each event", () => {
    const ids = Array.from({ length: 1000 }, (_, n) => fill("{{uuid}}", n) as string);
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(new Set(ids).size).toBe(1000);
  });
});

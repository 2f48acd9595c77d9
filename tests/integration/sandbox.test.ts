import { describe, expect, it } from "vitest";
import { handlerOf, handlerProblem, type Handled, type HandlerInput } from "../../engine/sandbox/sandbox.ts";

const EVENT = { id: "e0000000000000001", type: "order", key: "k1", priority: 0, headers: {}, data: { amount: 7, list: [1, 2, 3] } };

function handle(code: string, more: Partial<HandlerInput> = {}): Handled {
  return handlerOf(code)({ event: EVENT, timeMs: 1500, high: 1, low: 2, ...more });
}

function outputs(code: string, more?: Partial<HandlerInput>): unknown {
  const handled = handle(code, more);
  return handled.type === "done" ? handled.outputs : handled.message;
}

/** Every test ends with this: whatever a handler did, the next one works. */
function expectAlive(): void {
  expect(outputs("(event) => event.data.amount * 2")).toEqual([14]);
}

describe("C6 what a handler decides", () => {
  it.each<[string, string, unknown]>([
    ["a function", "(event) => ({ twice: event.data.amount * 2 })", [{ twice: 14 }]],
    ["a named function", "function handler(event) { return event.data.amount + 1; }", [8]],
    ["a constant", "const rate = 2;\nconst handler = (event) => rate * event.data.amount;", [14]],
    ["a body", "if (event.data.amount > 5) return { big: true };\nreturn { big: false };", [{ big: true }]],
    ["an exported function", "export default function (event) { return event.type; }", ["order"]],
    ["with comments at its end", "(event) => 1 // one", [1]],
    ["nothing", "(event) => undefined", []],
    ["null, which is nothing", "(event) => null", []],
    ["an empty list", "(event) => []", []],
    ["a list", "(event) => event.data.list.map((n) => ({ n }))", [{ n: 1 }, { n: 2 }, { n: 3 }]],
    ["a text", "(event) => `${event.id} ${event.key}`", ["e0000000000000001 k1"]],
    ["modern JavaScript", "({ data: { amount, ...rest } }) => ({ amount: amount ?? 0, first: rest.list?.at(-1), big: 2n ** 64n > 1n })", [{ amount: 7, first: 3, big: true }]],
    ["its own classes and errors", "class Oops extends Error { constructor(m) { super(m); this.name = 'Oops'; } }\nconst handler = () => { try { throw new Oops('x'); } catch (e) { return e.name + e.message; } };", ["Oopsx"]],
    ["objects with common names", "() => { const o = {}; o.toString = () => 'mine'; o.constructor = 1; return String(o) + o.constructor; }", ["mine1"]],
  ])("C3 C6 %s", (_, code, expected) => {
    expect(handlerProblem(code)).toBeUndefined();
    expect(outputs(code)).toEqual(expected);
  });

  it("C6 what it throws is the event's error, with its line; a PermanentError is for good", () => {
    expect(handle("(event) => {\n  throw new Error('no stock');\n}")).toEqual({ type: "failed", message: "Error: no stock (line 2)", permanent: false });
    expect(handle("(event) => { throw new PermanentError('not ours'); }")).toEqual({ type: "failed", message: "PermanentError: not ours (line 1)", permanent: true });
    expect(handle("(event) => event.data.missing.field")).toMatchObject({ type: "failed", permanent: false, message: expect.stringMatching(/^TypeError: .*\(line 1\)$/) });
    expect(handle("() => { throw 'text'; }")).toEqual({ type: "failed", message: "text", permanent: false });
    expect(handle("() => { throw undefined; }")).toMatchObject({ type: "failed" });
    expectAlive();
  });

  it("C6 code that cannot be read is told before a run, with its line", () => {
    expect(handlerProblem("(event) => {")).toMatch(/^SyntaxError: /);
    expect(handlerProblem("function handler(event) {\n  return event..data;\n}")).toMatch(/SyntaxError: .*line 2/);
    expect(handle("(event) => {")).toMatchObject({ type: "failed", permanent: false });
    expectAlive();
  });

  it("C6 what is not data cannot be emitted", () => {
    for (const code of ["() => () => 1", "() => Symbol('x')", "() => { const a = {}; a.a = a; return a; }", "() => 1n", "async () => 1", "() => ({ then() {} })"]) expect(handle(code), code).toMatchObject({ type: "failed" });
    expectAlive();
  });

  it("E5 C6 time and chance are the event's: the same each time, another for another event", () => {
    const code = "() => [Date.now(), new Date().toISOString(), Math.random(), Math.random()]";
    const first = outputs(code) as number[];
    expect(first.slice(0, 2)).toEqual([1500, "1970-01-01T00:00:01.500Z"]);
    expect(outputs(code)).toEqual(first);
    const other = outputs(code, { low: 3 }) as number[];
    expect(other[2]).not.toBe(first[2]);
    expect(other[3]).not.toBe(other[2]);
    expect(outputs("() => { const d = new Date(2024, 1, 29, 12); d.setHours(13); return [d.getHours(), d.getTimezoneOffset(), `${d}`, d instanceof Date, Date.UTC(2024, 0)]; }")).toEqual([13, 0, "2024-02-29T13:00:00.000Z", true, 1704067200000]);
    const draws = Array.from({ length: 2000 }, (_, low) => (outputs("() => Math.random()", { low }) as number[])[0]!);
    expect(draws.reduce((sum, draw) => sum + draw, 0) / 2000).toBeCloseTo(0.5, 1);
    expect(Math.min(...draws)).toBeGreaterThan(0);
    expect(Math.max(...draws)).toBeLessThan(1);
  });

  it("E5 C6 nothing is kept from one event to the next", () => {
    for (const code of [
      "let count = 0;\nfunction handler() { return ++count; }",
      "const seen = new Map();\nfunction handler() { seen.set(1, (seen.get(1) ?? 0) + 1); return seen.get(1); }",
      "() => { try { globalThis.count = (globalThis.count ?? 0) + 1; } catch {} return globalThis.count ?? 1; }",
      "() => { try { Array.prototype.count = ([].count ?? 0) + 1; } catch {} return [].count ?? 1; }",
      "() => { try { JSON.parse = () => 5; } catch {} return 1; }",
      "() => { try { handler.count = 2; } catch {} return 1; }",
      "() => { const it = [][Symbol.iterator]().__proto__; try { it.count = (it.count ?? 0) + 1; } catch {} return it.count ?? 1; }",
      "function handler() { const me = Math.max; try { me.count = (me.count ?? 0) + 1; } catch {} return me.count ?? 1; }",
    ]) {
      outputs(code);
      outputs(code);
      expect(outputs(code), code).toEqual([1]);
    }
  });
});

describe("C6 what a handler cannot do", () => {
  it.each([
    "() => process.exit(1)",
    "() => require('fs').readFileSync('/etc/passwd', 'utf8')",
    "() => fetch('http://127.0.0.1')",
    "() => new XMLHttpRequest()",
    "() => new WebSocket('ws://127.0.0.1')",
    "() => new Worker('x')",
    "() => globalThis.process.env",
    "() => import('node:fs')",
    "() => { import('node:fs'); return 1; }",
    "() => constructor.constructor('return this')()",
    "(event) => event.constructor.constructor('return process')()",
    "() => (() => {}).constructor('return this')()",
    "() => (function* () {}).constructor('yield this')().next()",
    "() => (async () => {}).constructor('return this')()",
    "() => Reflect.construct(Function, ['return this'])()",
    "() => new Function('return 1')()",
    "() => eval('1')",
    "() => (0, eval)('1')",
    "() => this.process.pid",
    "() => { Promise.resolve().then(() => { for (;;) {} }); return 1; }",
    "() => setTimeout(() => {}, 1)",
    "() => std.loadFile('/etc/passwd')",
    "() => os.exec(['id'])",
    "() => { throw { get name() { for (;;) {} }, message: 'x' }; }",
    "() => ({ toJSON() { for (;;) {} } })",
    "() => new Proxy({}, { ownKeys() { for (;;) {} } })",
  ])("C6 %s", (code) => {
    expect(handle(code), code).toMatchObject({ type: "failed" });
    expectAlive();
  });

  it.each<[string, string, RegExp]>([
    ["an endless loop", "() => { for (;;) {} }", /too many steps/],
    ["an endless loop where it is written", "for (;;) {}\nfunction handler() {}", /too many steps/],
    ["endless generators", "() => { function* g() { for (;;) yield 1; } return [...g()]; }", /too many steps|memory/],
    ["a memory bomb", "() => { const a = []; for (;;) a.push('x'.repeat(1e6) + a.length); }", /memory|steps/],
    ["a buffer bomb", "() => new ArrayBuffer(1e9)", /memory|length/i],
    ["a text bomb", "() => { let s = 'x'; for (;;) s += s; }", /memory|length|long|steps/i],
    ["deep recursion", "() => { const f = () => f() + 1; return f(); }", /too deeply/],
    ["deep data", "() => { let a = []; for (let i = 0; i < 1e5; i++) a = [a]; return a; }", /./],
    ["deep parsing", "() => JSON.parse('['.repeat(1e5))", /./],
    ["a regular expression without end", "() => /(a+)+$/.exec('a'.repeat(40) + 'b')", /too many steps|did not answer/],
    ["too much data", "() => 'x'.repeat(5e6)", /too much data/],
  ])("C6 %s fails as the event's error, and the engine goes on", (_, code, why) => {
    expect(outputs(code), code).toMatch(why);
    expectAlive();
  });

  it("C6 what the interpreter cannot interrupt ends with its thread", () => {
    const from = performance.now();
    expect(outputs("() => Array.prototype.includes.call({ length: 2 ** 50 }, 1)")).toMatch(/did not answer within 2000 ms/);
    expect(performance.now() - from).toBeLessThan(6000);
    expectAlive();
  });

  it("C6 a prototype changed by one handler is not changed for another", () => {
    for (const code of ["() => { Object.prototype.polluted = 1; return 1; }", "() => { ({}).__proto__.polluted = 1; return 1; }", "() => { Array.prototype.map = 1; return 1; }"]) handle(code);
    expect(outputs("() => [typeof {}.polluted, typeof [].map]")).toEqual(["undefined", "function"]);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  it("C6 data that looks like a prototype is data", () => {
    expect(outputs("() => JSON.parse('{\"__proto__\": {\"x\": 1}, \"constructor\": 2}')")).toEqual([JSON.parse('{"__proto__": {"x": 1}, "constructor": 2}')]);
    expect(({} as Record<string, unknown>).x).toBeUndefined();
  });
});

import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkDesign } from "../checks/check.ts";
import { kinds, kindTypes } from "../kinds/registry.ts";
import { anyDesign, anyJson } from "../testing/arbitrary-design.ts";
import { formatDesign } from "./format.ts";
import { designTooLarge, loadDesign, MAX_DESIGN_BYTES } from "./load.ts";
import { documentMigrations, migrateDocument, type MigrationPlan } from "./migrations.ts";
import { DOCUMENT_VERSION } from "./schema.ts";

const minimal = { format: "spillway", version: 1, name: "N", nodes: [], edges: [] };
const node = { id: "a", kind: "queue", position: { x: 0, y: 0 } };

function refusal(text: string) {
  const loaded = loadDesign(text);
  if (loaded.ok) throw new Error("It was loaded.");
  return loaded;
}

function withNode(rest: object): string {
  return JSON.stringify({ ...minimal, nodes: [{ ...node, ...rest }] });
}

describe("loading a design", () => {
  it.each([
    ["", "design-unreadable", "This is not a design file: line 1, column 1: the file ends too early."],
    ["\n  nope", "design-unreadable", "This is not a design file: line 2, column 3: expected a value."],
    ['{\n  "format": "spillway",\n}', "design-unreadable", "This is not a design file: line 3, column 1: a comma stands before }."],
    ["[]", "design-invalid", "This is not a Spillway design: the file holds a list rather than an object."],
    ["null", "design-invalid", "This is not a Spillway design: the file holds null rather than an object."],
    ["3", "design-invalid", "This is not a Spillway design: the file holds a number rather than an object."],
    ["{}", "design-invalid", 'This is not a Spillway design: it has no "format": "spillway".'],
    ['{"format":"drawio"}', "design-invalid", 'This is not a Spillway design: its format is "drawio", not "spillway".'],
    ['{"format":"spillway"}', "design-invalid", "This design does not say its version: expected a whole number from 1."],
    ['{"format":"spillway","version":1.5}', "design-invalid", "This design does not say its version: expected a whole number from 1."],
    [
      '{"format":"spillway","version":7,"shape":"unheard of"}',
      "design-future-version",
      "This design was made by a newer Spillway (version 7; this one reads up to 1). Update Spillway; the file was not changed.",
    ],
    [withNode({ kindVersion: 3 }), "design-future-version", "The settings of a were made by a newer Spillway (version 3; this one reads up to 1). Update Spillway; the file was not changed."],
    ['{"format":"spillway","version":1,"name":"N"}', "design-invalid", "This design does not fit the format: nodes is missing. There is 1 more problem."],
    [withNode({ positon: 1 }), "design-invalid", 'This design does not fit the format: nodes › 1: unknown property "positon"; did you mean "position"?'],
    [withNode({ id: "17" }), "design-invalid", "This design does not fit the format: nodes › 1 › id: An id must not be all digits."],
    [withNode({ settings: [] }), "design-invalid", "This design does not fit the format: nodes › 1 › settings must be an object (is a list)."],
  ])("%j is refused with one clear message", (text, code, message) => {
    expect(refusal(text).error).toMatchObject({ code, message });
  });

  it("refuses a text that is too large before reading it", () => {
    expect(refusal(" ".repeat(MAX_DESIGN_BYTES + 1)).error).toMatchObject({ code: "design-too-large", message: "This file is too large for a design: 51 MB, of at most 50 MB." });
    expect(designTooLarge(63 * 1024 * 1024).message).toContain("63 MB");
  });

  it("lists every place that does not fit, with its path and its node", () => {
    const { problems } = refusal(JSON.stringify({ ...minimal, seed: -1, nodes: [{ ...node, position: { x: 1, y: "2" }, extra: 1 }], edges: [{ id: "e1", from: {}, to: 3 }] }));
    expect(problems.map(({ code, path, node: at, edge }) => [code, path?.join("."), at ?? edge])).toEqual([
      ["shape", "seed", undefined],
      ["shape", "nodes.0.position.y", "a"],
      ["unknown-property", "nodes.0.extra", "a"],
      ["shape", "edges.0.from.node", "e1"],
      ["shape", "edges.0.from.port", "e1"],
      ["shape", "edges.0.to", "e1"],
    ]);
    const many = refusal(JSON.stringify({ ...minimal, nodes: Array.from({ length: 5000 }, () => 3) }));
    expect(many.problems).toHaveLength(100);
    expect(many.error.message).toContain("4999 more");
  });

  it("keeps unknown kinds and broken settings as they were written, for the check to report", () => {
    const text = JSON.stringify({ ...minimal, nodes: [{ ...node, kind: "teleporter", settings: { anything: [1] } }, { ...node, id: "b", settings: { attempts: -1, zzz: 1 } }] });
    const loaded = loadDesign(text);
    expect(loaded).toMatchObject({ ok: true, warnings: [{ severity: "warning", code: "unknown-kind", node: "a" }] });
    if (!loaded.ok) return;
    expect(loaded.design).toEqual(JSON.parse(text));
    expect(checkDesign(loaded.design).map((problem) => problem.code)).toEqual(["unknown-kind", "settings", "unknown-property", "nothing-to-run", "not-connected"]);
  });

  it("keeps x- properties anywhere", () => {
    const own = { "x-own": { "x-deep": [1, { zzz: null }] } };
    const text = JSON.stringify({
      ...minimal,
      ...own,
      nodes: [{ ...node, ...own, position: { x: 0, y: 0, ...own }, settings: { ...own, backoff: own } }],
      edges: [{ id: "e", from: { node: "a", port: "out", ...own }, to: { node: "a", port: "in" }, ...own }],
      view: { x: 0, y: 0, zoom: 1, ...own },
      slos: [{ id: "s", name: "S", target: { node: "a", ...own }, metric: "lost", op: "==", value: 0 }],
    });
    const loaded = loadDesign(text);
    expect(loaded).toMatchObject({ ok: true });
    if (loaded.ok) expect(JSON.parse(formatDesign(loaded.design))).toEqual(JSON.parse(text));
  });

  it("reads a file with a byte order mark and Windows line ends", () => {
    expect(loadDesign(`\uFEFF${JSON.stringify(minimal, null, 2).replaceAll("\n", "\r\n")}`)).toMatchObject({ ok: true });
  });
});

describe("hostile files", () => {
  it.each([
    ["a depth bomb", "[".repeat(10_000_000), "over 100 deep"],
    ["a depth bomb in settings", withNode({ settings: {} }).replace('"settings":{}', `"settings":{"a":${"[".repeat(200)}${"]".repeat(200)}}`), "over 100 deep"],
    ["__proto__", withNode({ settings: {} }).replace('"settings":{}', '"settings":{"__proto__":{"polluted":true}}'), '"__proto__" is not allowed'],
    ["an escaped __proto__", '{"__proto\\u005f_":1}', '"__proto__" is not allowed'],
    ["a property given twice", '{"format":"spillway",\n"version":1,"version":2}', 'line 2, column 13: the property "version" is given twice'],
    ["an infinite number", '{"a":1e999}', "the number 1e999 is too large"],
    ["NaN", '{"a":NaN}', "expected a value"],
    ["two documents", "{}{}", "there is more after the end"],
    ["a text without end", `{"a":"${"b".repeat(100)}`, "a text is not closed"],
    ["a raw line break in a text", '{"a":"b\nc"}', "a line break or control character"],
    ["a comment", '{ // hello\n}', "expected a property name"],
    ["an unquoted name", "{a:1}", "expected a property name in double quotes"],
    ["a bad escape", '"\\x41"', "an unknown escape"],
  ])("%s is refused", (_, text, message) => {
    const { error } = refusal(text);
    expect(error.code).toBe("design-unreadable");
    expect(error.message).toContain(message);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  it("properties named after Object's own are data", () => {
    const loaded = loadDesign(withNode({ settings: { constructor: 1, toString: { prototype: 2 }, hasOwnProperty: 3 } }));
    expect(loaded.ok && loaded.design.nodes[0]?.settings).toEqual({ constructor: 1, toString: { prototype: 2 }, hasOwnProperty: 3 });
    if (loaded.ok) expect(checkDesign(loaded.design).filter((problem) => problem.code === "unknown-property")).toHaveLength(3);
    expect(loadDesign(withNode({ kind: "__proto__" }))).toMatchObject({ ok: true, warnings: [{ code: "unknown-kind" }] });
  });

  it("reads what JSON.parse reads, and refuses what it refuses", () => {
    const text = fc.oneof(anyJson.map((value) => JSON.stringify(value, null, 1)), fc.string(), fc.string({ unit: fc.constantFrom(...Array.from("{}[]\",:0123e-+.\\u ntrufalse")) }));
    fc.assert(
      fc.property(text, (json) => {
        let expected: unknown;
        try {
          expected = JSON.parse(json);
        } catch {
          expect(refusal(json).error.code).toBe("design-unreadable");
          return;
        }
        const wrapped = loadDesign(JSON.stringify({ ...minimal, "x-value": expected }));
        if (wrapped.ok) expect((wrapped.design as unknown as Record<string, unknown>)["x-value"]).toEqual(expected);
        else expect(wrapped.error.message).toMatch(/__proto__|given twice|too large/);
        const bare = loadDesign(json);
        if (!bare.ok) expect(bare.error.code === "design-invalid" || /__proto__|given twice|too large/.test(bare.error.message)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it("whatever the text, it is a design or one clear message", () => {
    const clear = (text: string) => {
      const loaded = loadDesign(text);
      if (loaded.ok) {
        expect(Array.isArray(checkDesign(loaded.design))).toBe(true);
        expect(loadDesign(formatDesign(loaded.design))).toMatchObject({ ok: true });
      } else {
        expect(loaded.error.message).toMatch(/^(This|The settings of).{10,}[.?]$/su);
      }
    };
    const bytes = fc.uint8Array({ maxLength: 200 }).map((array) => new TextDecoder().decode(array));
    fc.assert(fc.property(fc.oneof(bytes, fc.string({ unit: "binary" })), clear), { numRuns: 500 });
    fc.assert(fc.property(anyJson, (value) => clear(JSON.stringify(value))), { numRuns: 500 });
    fc.assert(fc.property(fc.dictionary(fc.constantFrom("name", "nodes", "edges", "seed", "zones", "slos", "scenario", "view", "annotations"), anyJson), (value) => clear(JSON.stringify({ ...minimal, ...value }))), { numRuns: 500 });
  });

  it("a design with any part replaced, removed or cut off never throws", () => {
    const spots = fc.array(fc.nat(), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(anyDesign, spots, fc.option(anyJson), (design, route, replacement) => {
        const copy = structuredClone(design) as unknown as Record<string, unknown>;
        let at: Record<string, unknown> = copy;
        for (const [step, spot] of route.entries()) {
          const keys = Object.keys(at);
          const key = keys[spot % Math.max(1, keys.length)];
          if (key === undefined) break;
          const inner = at[key];
          if (step < route.length - 1 && typeof inner === "object" && inner !== null) at = inner as Record<string, unknown>;
          else {
            if (replacement === null) Reflect.deleteProperty(at, key);
            else at[key] = replacement;
            break;
          }
        }
        const text = JSON.stringify(copy);
        for (const variant of [text, text.slice(0, text.length >> 1), text.replace(",", ",,")]) {
          const loaded = loadDesign(variant);
          if (loaded.ok) expect(Array.isArray(checkDesign(loaded.design))).toBe(true);
          else expect(loaded.error.message).not.toBe("");
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe("migrations", () => {
  const plan: MigrationPlan = {
    document: {
      version: 3,
      migrations: [
        { from: 1, name: "call boxes nodes", up: ({ boxes, ...rest }) => ({ ...rest, nodes: boxes }) },
        { from: 2, name: "name every design", up: (document) => ({ name: "Unnamed", ...document }) },
      ],
    },
    kind: (kind) =>
      kind === "queue"
        ? {
            version: 3,
            migrations: [
              { from: 1, name: "tries are attempts", up: ({ tries, ...rest }) => ({ ...rest, attempts: tries }) },
              { from: 2, name: "seconds are milliseconds", up: ({ lockSeconds, ...rest }) => ({ ...rest, lockMs: Number(lockSeconds) * 1000 }) },
            ],
          }
        : null,
  };

  it("lift a document and its settings step by step, and name the steps once each", () => {
    const old = { version: 1, boxes: [{ kind: "queue", settings: { tries: 5, lockSeconds: 2 } }, { kind: "queue", kindVersion: 2, settings: { attempts: 6, lockSeconds: 3 } }, { kind: "sink" }] };
    const before = structuredClone(old);
    expect(migrateDocument(old, 1, plan)).toEqual({
      ok: true,
      document: {
        version: 3,
        name: "Unnamed",
        nodes: [
          { kind: "queue", kindVersion: 3, settings: { attempts: 5, lockMs: 2000 } },
          { kind: "queue", kindVersion: 3, settings: { attempts: 6, lockMs: 3000 } },
          { kind: "sink" },
        ],
      },
      applied: ["call boxes nodes", "name every design", "queue: tries are attempts", "queue: seconds are milliseconds"],
    });
    expect(old).toEqual(before);
  });

  it("leave what is up to date alone, and begin where the version says", () => {
    const recent = { version: 3, nodes: [{ kind: "queue", kindVersion: 3, settings: { tries: 1 } }] };
    const migrated = migrateDocument(recent, 3, plan);
    expect(migrated).toEqual({ ok: true, document: recent, applied: [] });
    expect(migrateDocument({ version: 2, boxes: 1 }, 2, plan)).toMatchObject({ document: { boxes: 1, name: "Unnamed" }, applied: ["name every design"] });
  });

  it("refuse what is newer than the plan, in the document or in one node's settings", () => {
    expect(migrateDocument({}, 4, plan)).toMatchObject({ ok: false, reason: "future", message: expect.stringContaining("version 4; this one reads up to 3") as string });
    expect(migrateDocument({ nodes: [{ id: "a", name: "Inbox", kind: "queue", kindVersion: 9 }] }, 3, plan)).toMatchObject({ ok: false, message: expect.stringContaining("The settings of Inbox") as string });
  });

  it("say so when a step is missing or does not fit, rather than throw", () => {
    expect(migrateDocument({}, 1, { ...plan, document: { version: 2, migrations: [] } })).toMatchObject({ ok: false, reason: "failed", message: "There is no way up from version 1." });
    const throwing: MigrationPlan = { ...plan, document: { version: 2, migrations: [{ from: 1, name: "breaks", up: () => { throw new TypeError("x"); } }] } };
    expect(migrateDocument({}, 1, throwing)).toMatchObject({ ok: false, reason: "failed", message: expect.stringContaining('"breaks"') as string });
    expect(loadDesign(JSON.stringify(minimal), throwing)).toMatchObject({ ok: false, error: { code: "design-invalid" } });
  });

  it("are reported by the loader", () => {
    const loaded = loadDesign(JSON.stringify({ ...minimal, nodes: [{ ...node, settings: { tries: 5, lockSeconds: 1 } }] }), { document: { version: 1, migrations: [] }, kind: plan.kind });
    expect(loaded).toMatchObject({ ok: true, migrated: ["queue: tries are attempts", "queue: seconds are milliseconds"], design: { nodes: [{ kindVersion: 3 }] } });
  });

  it.each([["the document", { version: DOCUMENT_VERSION, migrations: documentMigrations }] as const, ...kindTypes.map((kind) => [kind, kinds[kind]] as const)])(
    "of %s have a named step for every version before the newest",
    (_, chain) => {
      expect(chain.migrations.map((migration) => migration.from)).toEqual(Array.from({ length: chain.version - 1 }, (__, index) => index + 1));
      expect(new Set(chain.migrations.map((migration) => migration.name)).size).toBe(chain.migrations.length);
    },
  );

  it("read what version 1 wrote, without a problem and without a change", () => {
    const text = readFileSync(new URL("../../tests/fixtures/designs/v1-orders.spillway.json", import.meta.url), "utf8");
    const loaded = loadDesign(text);
    expect(loaded).toMatchObject({ ok: true, warnings: [], migrated: [] });
    if (!loaded.ok) return;
    expect(loaded.design).toEqual(JSON.parse(text));
    expect(checkDesign(loaded.design)).toEqual([]);
    expect(formatDesign(loaded.design)).toBe(text);
  });
});

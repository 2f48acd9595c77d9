import { parse } from "@cdktf/hcl2json";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { HOSTILE_NAMES } from "../../../tests/support/examples.ts";
import { block, Call, jsonencode, Reference, Template, type HclBlock, type HclObject, type HclValue } from "./hcl.ts";
import { writeHcl } from "./write.ts";

/** A text as hcl2json gives it: in a template, where the beginnings of expressions are doubled; composed, as Terraform composes every text. */
function asTemplate(text: string): string {
  return text.replaceAll(/\p{Surrogate}/gu, "\uFFFD").normalize("NFC").replaceAll(/([$%])\{/g, "$1$1{");
}

function asJson(value: HclValue): unknown {
  if (typeof value === "string") return asTemplate(value);
  if (value instanceof Reference) return `\${${value.path.map((part) => (typeof part === "number" ? `[${part}]` : part)).join(".").replaceAll(".[", "[")}}`;
  if (Array.isArray(value)) return value.map(asJson);
  if (typeof value !== "object" || value === null) return value;
  return objectAsJson(value as HclObject);
}

function objectAsJson(value: HclObject): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined).map(([key, each]) => [asTemplate(key), asJson(each as HclValue)]));
}

const text = fc.oneof(fc.string({ unit: "binary", maxLength: 12 }), fc.constantFrom(...HOSTILE_NAMES, "$${x}", "$$${x}", "%%{", "${", "\\${a}", "a\r\n\tb", "\u2028", "\uD800"), fc.string({ unit: fc.constantFrom("$", "%", "{", "}", '"', "\\", "a", "\n"), maxLength: 8 }));
const name = fc.stringMatching(/^[a-z_][a-z0-9_-]{0,7}$/);
const reference = fc.array(name, { minLength: 2, maxLength: 3 }).map((path) => new Reference(...path));
const { value } = fc.letrec<{ value: HclValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    text,
    fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e15, max: 1e15 }).map((number) => number + 0)),
    fc.boolean(),
    reference,
    fc.array(tie("value"), { maxLength: 3 }),
    fc.uniqueArray(fc.tuple(text, tie("value")), { maxLength: 3, selector: ([key]) => asTemplate(key) }).map((entries) => Object.fromEntries(entries)),
  ),
}));

describe("HCL", () => {
  it("is read by HCL's own parser as what was written, whatever is in its texts", async () => {
    await fc.assert(
      fc.asyncProperty(text, fc.dictionary(name, value, { maxKeys: 4, noNullPrototype: true }), fc.dictionary(name, value, { maxKeys: 3, noNullPrototype: true }), async (label, attributes, inner) => {
        const written = writeHcl([block("resource", ["t", label], attributes, block("inside_of_it", [], inner))]);
        const read = (await parse("main.tf", written)) as Record<string, Record<string, Record<string, unknown>>>;
        expect(Object.values(read["resource"]!["t"]!)).toEqual([[{ ...objectAsJson(attributes), inside_of_it: [objectAsJson(inner)] }]]);
      }),
      { numRuns: 80 },
    );
  });

  it("says references, templates and calls without quotes around them", () => {
    const queue = new Reference("aws_sqs_queue", "orders");
    const written: HclBlock = block("resource", ["x", "y"], { a: queue.at("arn"), list: [queue.at("id"), 1], first: new Reference("var", "zones", 0), text: new Template("${not this} ", queue.at("arn"), ':"*"'), type: new Call("list", new Reference("string")), none: null, left_out: undefined });
    expect(writeHcl([written])).toBe(
      ['resource "x" "y" {', "  a     = aws_sqs_queue.orders.arn", "  list  = [aws_sqs_queue.orders.id, 1]", "  first = var.zones[0]", '  text  = "$${not this} ${aws_sqs_queue.orders.arn}:\\"*\\""', "  type  = list(string)", "  none  = null", "}", ""].join("\n"),
    );
  });

  it("is laid out as terraform fmt does: equals signs of neighbours in line, but for what takes several lines", () => {
    expect(writeHcl([block("a", [], { short: 1, much_longer: 2, policy: jsonencode({ Version: "x", "aws:Arn": [] }), z: true }, block("b", [], {}), block("c", [], { for: { for: 1 } }))])).toBe(
      ["a {", "  short       = 1", "  much_longer = 2", "  policy = jsonencode({", '    Version   = "x"', '    "aws:Arn" = []', "  })", "  z = true", "", "  b {}", "", "  c {", "    for = {", '      "for" = 1', "    }", "  }", "}", ""].join("\n"),
    );
  });

  it("refuses names that are none", () => {
    expect(() => new Reference("a b")).toThrow(/no HCL identifier/);
    expect(() => new Call("f(")).toThrow(/no HCL identifier/);
    expect(() => writeHcl([block("a", [], { "b c": 1 })])).toThrow(/no HCL identifier/);
    expect(() => writeHcl([block("a", [], { b: Number.NaN })])).toThrow(/no HCL number/);
  });
});

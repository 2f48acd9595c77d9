import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { exportTo } from "../../../design/export/registry.ts";
import { topologyOf } from "../../../design/topology/resolve.ts";
import { arbitraryDesign } from "../../../tests/support/arbitrary-design.ts";
import { designOf } from "../../../tests/support/designs.ts";
import { examples, HOSTILE_NAMES } from "../../../tests/support/examples.ts";
import { validate as validateAws } from "./terraform-aws-validity.ts";
import { validate as validateAzure } from "./terraform-azure-validity.ts";
import { validate as validateGoogle } from "./terraform-google-validity.ts";
import type { Validator } from "./validity.ts";

const OPTIONS: Record<string, readonly Record<string, unknown>[]> = {
  "terraform-aws": [{}, { queues: "fifo", topics: "msk", postgresql: "dynamodb" }, { compute: "none" }],
  "terraform-azure": [{}, { sku: "Premium", sessions: true }, { partitioned: true }],
  "terraform-google": [{}, { ordering: true }],
};
const VALIDATORS: Record<string, Validator> = { "terraform-aws": validateAws, "terraform-azure": validateAzure, "terraform-google": validateGoogle };

describe.each(Object.keys(VALIDATORS))("an export to %s", { timeout: 120_000 }, (target) => {
  const validate = VALIDATORS[target]!;
  const options = OPTIONS[target] ?? [{}];

  it("is valid for every example", async () => {
    for (const [index, { file, design }] of examples().entries()) expect([file, (await validate(exportTo(target, topologyOf(design), options[index % options.length]).files)).problems]).toEqual([file, []]);
  });

  it("is valid for generated designs, whatever they are called", async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryDesign, fc.constantFrom(...options), async (design, chosen) => {
        expect((await validate(exportTo(target, topologyOf(design), chosen).files)).problems).toEqual([]);
      }),
      { numRuns: 20 },
    );
  });
});

describe("the check of a Terraform configuration", () => {
  const checked = async (text: string): Promise<readonly string[]> => (await validateAws([{ path: "main.tf", language: "hcl", text }])).problems;

  it("reads it with HCL's own parser, and says where it cannot", async () => {
    expect(await checked('resource "aws_sqs_queue" "a" {\n  name = "a')).toEqual([expect.stringContaining("main.tf:2")]);
    expect(await checked('resource "aws_sqs_queue" "a" {\n  name = "a"\n}\n')).toEqual([]);
  });

  it("finds unknown, missing and wrong arguments and blocks, and values that the cloud refuses", async () => {
    expect(await checked('resource "aws_sqs_queue" "a" {\n  nmae = "a"\n  delay_seconds = 1000\n  fifo_queue = "yes"\n}')).toEqual([
      "aws_sqs_queue.a.delay_seconds must be from 0 to 900: 1000.",
      "aws_sqs_queue.a.fifo_queue is a string where a boolean is needed.",
      "aws_sqs_queue.a: there is no attribute or block nmae.",
    ]);
    expect(await checked('resource "aws_sns_topic_subscription" "a" {\n  protocol = "sqs"\n  endpoint = "x"\n}')).toEqual(["aws_sns_topic_subscription.a: topic_arn is required."]);
    expect(await checked('resource "aws_dynamodb_table" "abc" {\n  name = "a"\n  attribute {\n    name = "id"\n  }\n}')).toEqual(["aws_dynamodb_table.abc.attribute[0]: type is required.", 'aws_dynamodb_table.abc.name must be 3 to 255 letters, digits, ., - and _: "a".']);
    expect(await checked('resource "aws_kinesis_stream" "a" {\n  name = "a"\n  stream_mode_details {\n    stream_mode = "ON_DEMAND"\n  }\n  stream_mode_details {\n    stream_mode = "ON_DEMAND"\n  }\n}')).toEqual(["aws_kinesis_stream.a: there may be one block stream_mode_details."]);
    expect(await checked('resource "aws_teapot" "a" {\n}\nresource "aws_sqs_queue" "b" {\n}\nresource "aws_sqs_queue" "b" {\n}')).toEqual(["aws_sqs_queue.b is declared twice.", "aws_teapot.a: there is no resource type aws_teapot among those that are written."]);
  });

  it("finds references that lead nowhere, and resources that need themselves, but takes texts for texts", async () => {
    expect(await checked('resource "aws_sqs_queue" "a" {\n  name = "x"\n  redrive_policy = jsonencode({ a = aws_sqs_queue.b.arn, b = "aws_sqs_queue.c.arn $${var.no} ${var.yes}" })\n}\noutput "o" {\n  value = { u = aws_sqs_queue.a.link }\n}')).toEqual([
      "aws_sqs_queue.a.redrive_policy: aws_sqs_queue.b.arn refers to nothing that is declared.",
      "aws_sqs_queue.a.redrive_policy: var.yes refers to nothing that is declared.",
      "output.o.value.u: aws_sqs_queue has no attribute link.",
    ]);
    expect(await checked('resource "aws_sqs_queue" "a" {\n  name = aws_sqs_queue.b.name\n}\nresource "aws_sqs_queue" "b" {\n  name = aws_sqs_queue.a.name\n}')).toEqual(["aws_sqs_queue.a needs aws_sqs_queue.b needs aws_sqs_queue.a."]);
  });
});

describe.each(Object.keys(VALIDATORS))("hostile names in %s", { timeout: 60_000 }, (target) => {
  it("change names and texts, and nothing else", () => {
    const shape = (called: string | undefined): string[] => {
      const design = shapely(called);
      const text = exportTo(target, topologyOf(design)).files.map((file) => file.text).join("\n");
      // What stands outside of texts, without the names that things are given.
      return text.replaceAll(/"(?:[^"\\]|\\.)*"/g, '""').split("\n").map((line) => line.replaceAll(/\b[a-z][a-z0-9]*(?:_[a-z0-9]+)*\.[a-z][a-z0-9_]*/g, "reference").replaceAll(/^ {4}(?:""|[a-z0-9_]+) +=/g, "    name =").replaceAll(/^ +/g, "").replaceAll(/ +=/g, " =")).toSorted();
    };
    const plain = shape(undefined);
    for (const called of [...HOSTILE_NAMES, '"\n}\nresource "x" "y" {', "${jsonencode(var.x)}", "EOT", "x".repeat(300).slice(0, 200), "a\u2028b", "*/ # //"]) expect([called, shape(called)]).toEqual([called, plain]);
  });
});

/** A design with something of everything that is named, all of it called the same. */
function shapely(called: string | undefined) {
  const design = designOf(
    { p: ["producer"], x: ["exchange", { type: "fanout" }], q: ["queue"], r: ["queue"], c: ["consumer"], d: ["deadLetter"], t: ["topic"], g: ["consumer"], k: ["cache"], m: ["database"], a: ["autoscaler"] },
    ["p > x", "x > q", "x > r", "p > t", "q > c", "r > c", "t > g", "q.deadLetter > d", "c.call > k.call", "k.origin > m.call", "a.governs > c.scaler"],
  );
  return called === undefined ? design : { ...design, name: called, nodes: design.nodes.map((node) => ({ ...node, name: called })) };
}

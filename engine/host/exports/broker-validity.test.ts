import { describe, expect, it } from "vitest";
import { exportTo, type TargetName } from "../../../design/export/registry.ts";
import { topologyOf } from "../../../design/topology/resolve.ts";
import { designOf } from "../../../tests/support/designs.ts";
import { examples } from "../../../tests/support/examples.ts";
import { validators } from "./validity.ts";

const design = designOf(
  { p: ["producer"], x: ["exchange", { type: "direct" }], q: ["queue", { maxLength: 10, overflow: "drop-head" }], d: ["deadLetter"], c: ["consumer"], t: ["topic"], r: ["consumer"] },
  ["p > x", ["x > q", { bindingKey: "a" }], "q > c", "q.deadLetter > d", "p > t", "t > r"],
);

/** What is wrong with an export once its texts have been changed. */
async function problems(target: TargetName, change: (text: string) => string = (text) => text): Promise<readonly string[]> {
  const { files } = exportTo(target, topologyOf(design));
  const validate = await validators[target]?.();
  return (await validate?.(files.map((file) => ({ ...file, text: change(file.text) }))))?.problems ?? ["nothing checks it"];
}

describe.each<TargetName>(["rabbitmq", "kafka-topics"])("an export to %s", (target) => {
  it("is valid for every example", async () => {
    const validate = await validators[target]?.();
    for (const example of examples()) expect((await validate?.(exportTo(target, topologyOf(example.design)).files))?.problems, example.file).toEqual([]);
  });

  it("is told to be no JSON where it is none", async () => {
    expect(await problems(target)).toEqual([]);
    expect((await problems(target, (text) => text.slice(1))).length).toBeGreaterThan(0);
  });
});

describe("definitions that a broker would refuse, or that lead nowhere", () => {
  it.each([
    ["an unknown argument", /"x-max-length": 10/, '"x-most": 10', /x-most/],
    ["a wrong type", /"x-max-length": 10/, '"x-max-length": "10"', /expected number/],
    ["a binding to a queue that is not there", /"destination": "q"/, '"destination": "z"', /leads to the queue z, which there is not/],
    ["a binding from an exchange that is not there", /"source": "x"/, '"source": "y"', /begins at the exchange y, which there is not/],
    ["a name of the broker's own", /"name": "x"/, '"name": "amq.x"', /the broker's/],
    ["dead letters that go nowhere", /"x-dead-letter-routing-key": "[^"]*"/, '"x-dead-letter-routing-key": "nowhere"', /the queue nowhere, which there is not/],
  ])("%s", async (_, from, to, message) => {
    expect((await problems("rabbitmq", (text) => text.replace(from, to))).join("\n")).toMatch(message);
  });
});

describe("topics that Kafka would refuse, or that nobody makes", () => {
  it.each([
    ["a name that is none", /"topic": "t"/, '"topic": "a b"', /no name of a topic/],
    ["more in-sync replicas than replicas", /"replicationFactor": 3/, '"replicationFactor": 1', /asks for 2 in-sync replicas of 1/],
    ["a group that reads what is not there", /"topics": \[\s*"t"/, '"topics": ["u"', /reads u, which there is not/],
    ["a script that forgets one", / --create /, " ", /creates 0 of 1 topics/],
  ])("%s", async (_, from, to, message) => {
    expect((await problems("kafka-topics", (text) => text.replace(from, to))).join("\n")).toMatch(message);
  });
});

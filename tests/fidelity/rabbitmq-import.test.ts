import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkDesign, hasErrors } from "../../design/checks/check.ts";
import type { Design } from "../../design/document/schema.ts";
import type { Definitions } from "../../design/export/rabbitmq-definitions.ts";
import { exportTo } from "../../design/export/registry.ts";
import { importText } from "../../design/import/registry.ts";
import { topologyOf } from "../../design/topology/resolve.ts";
import { designOf } from "../support/designs.ts";
import { examples, HOSTILE_NAMES } from "../support/examples.ts";
import { findRabbit, startRabbit, type RabbitNode } from "./rabbit-node.ts";

const VHOST = "imported/here";
const binary = findRabbit();
if (binary === undefined) console.warn("RabbitMQ is not installed: nothing is imported into it. Install rabbitmq-server, or name it with SPILLWAY_RABBITMQ_BINARY.");

/** All designs side by side in one, so that one import says it of all of them. */
function together(designs: readonly Design[]): Design {
  const inside = (index: number, id: string): string => `${index}_${id}`.slice(0, 64);
  return {
    format: "spillway",
    version: 1,
    name: "All",
    nodes: designs.flatMap(({ nodes }, index) => nodes.map(({ zone: _zone, ...node }) => ({ ...node, id: inside(index, node.id) }))),
    edges: designs.flatMap(({ edges }, index) =>
      edges.map((edge) => ({ ...edge, id: inside(index, edge.id), from: { ...edge.from, node: inside(index, edge.from.node) }, to: { ...edge.to, node: inside(index, edge.to.node) } })),
    ),
  };
}

/** Every argument that an export writes, at its ends where it has some. */
const EVERYTHING = designOf(
  {
    p: ["producer"],
    a: ["queue", { attempts: 1, ttlMs: 31_536_000_000, maxLength: 100_000_000, overflow: "drop-head" }],
    b: ["queue", { attempts: 1000, ttlMs: 1, maxLength: 1, overflow: "reject-publish", deadLetterRoutingKey: "dead" }],
    c: ["queue", { priorities: true }],
    d: ["queue", { maxLength: 5, overflow: "reject-publish-dlx" }],
    w: ["consumer"],
    dead: ["deadLetter", { retentionMs: 31_536_000_000 }],
    x: ["exchange", { type: "direct" }],
    y: ["exchange", { type: "topic" }],
    h: ["exchange", { type: "headers" }],
    f: ["exchange", { type: "fanout" }],
    t: ["topic", { retentionMs: 1, retentionBytes: 1e15, partitions: 1000, replicationFactor: 9 }],
  },
  [
    "p > x",
    "a > w",
    "b > w",
    "c > w",
    "d > w",
    "t > w",
    "a.deadLetter > dead",
    "b.deadLetter > x",
    "c.deadLetter > dead",
    "c.deadLetter > t",
    "d.deadLetter > d",
    ["x > a", { bindingKey: "dead" }],
    ["x > y", { bindingKey: "" }],
    ["y > f", { bindingKey: "#.a.*" }],
    ["h > t", { headers: { text: "a", real: 2.5, whole: 3, truth: true }, match: "any-with-x" }],
    ["h > c", { headers: { "x-own": "a" }, match: "all-with-x" }],
    "f > h",
    "x.alternate > f",
    "y.alternate > b",
    "f > d",
  ],
);

/** Sorted JSON lines, for comparing what has no order. */
function lines(all: readonly object[]): string[] {
  return all.map((each) => JSON.stringify(each)).toSorted();
}

/** Object keys in order; the control tool's are in none. */
function sorted(table: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(table).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

describe.skipIf(binary === undefined)("an export imported into RabbitMQ", () => {
  let node: RabbitNode;
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "spillway-import-"));
    node = await startRabbit(binary!);
  }, 90_000);
  afterAll(async () => {
    await node?.stop();
    await rm(folder, { recursive: true, force: true });
  }, 30_000);

  it.each([
    ["quorum", (design: Design): Design => design],
    ["classic", (design: Design): Design => ({ ...design, nodes: design.nodes.map((each, index) => ({ ...each, name: HOSTILE_NAMES[index % HOSTILE_NAMES.length] })) })],
  ])("has the queues, exchanges and bindings of every example, and of one with every argument, as %s queues", { timeout: 180_000 }, async (queueType, rename) => {
    const design = rename(together([...examples().map((example) => example.design), EVERYTHING]));
    const topology = topologyOf(design);
    const vhost = `${VHOST} ${queueType}`;
    const [file] = exportTo("rabbitmq", topology, { vhost, queueType }).files;
    const written = JSON.parse(file!.text) as Definitions;
    const path = join(folder, `${queueType}.json`);
    await writeFile(path, file!.text);
    await node.control("import_definitions", path);
    const list = async (what: string, ...columns: string[]): Promise<Record<string, unknown>[]> =>
      JSON.parse(await node.control(what, "--vhost", vhost, "--formatter", "json", ...columns)) as Record<string, unknown>[];

    const queues = await list("list_queues", "name", "durable", "auto_delete", "arguments");
    expect(lines(queues.map(tidied))).toEqual(lines(written.queues.map(({ name, durable, auto_delete, arguments: given }) => tidied({ name, durable, auto_delete, arguments: given }))));
    const exchanges = await list("list_exchanges", "name", "type", "durable", "auto_delete", "internal", "arguments");
    const own = exchanges.filter(({ name }) => name !== "" && !String(name).startsWith("amq."));
    expect(lines(own.map(tidied))).toEqual(lines(written.exchanges.map(({ vhost: _vhost, ...each }) => tidied(each))));
    const bindings = await list("list_bindings", "source_name", "destination_name", "destination_kind", "routing_key", "arguments");
    const drawn = bindings.filter(({ source_name }) => source_name !== "");
    expect(lines(drawn.map(tidied))).toEqual(
      lines(written.bindings.map((each) => tidied({ source_name: each.source, destination_name: each.destination, destination_kind: each.destination_type, routing_key: each.routing_key, arguments: each.arguments }))),
    );

    const deadLetters = topology.ends.filter(({ kind }) => kind === "deadLetter").length;
    expect(queues).toHaveLength(topology.queues.length + topology.topics.length + deadLetters);
    const leading = topology.exchanges.flatMap((each) => (each.node.kind === "exchange" ? each.bindings.filter(({ to }) => to.type !== "node") : []));
    expect(drawn.length).toBeGreaterThanOrEqual(leading.length);

    const exported = join(folder, `${queueType}-exported.json`);
    await node.control("export_definitions", exported);
    const text = await readFile(exported, "utf8");
    const back = importText(text, "exported.json");
    expect(hasErrors(checkDesign(back.design))).toBe(false);
    const kept = new Set(back.design.nodes.filter(({ kind }) => ["queue", "topic", "deadLetter"].includes(kind)).map(({ id, name }) => name ?? id));
    for (const { name } of written.queues) expect([...kept].some((each) => each === name || each === `${vhost}/${name}`.slice(0, 200)), name).toBe(true);
    for (const user of (JSON.parse(text) as { users: { password_hash: string }[] }).users) expect(JSON.stringify(back)).not.toContain(user.password_hash);
    console.info(`RabbitMQ ${node.version}, ${queueType}: ${examples().length} examples, ${queues.length} queues, ${own.length} exchanges, ${drawn.length} bindings, 0 differences`);
  });
});

/** Columns and arguments in order; the control tool lists arguments as [name, type, value] or as a table. */
function tidied(row: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const given = row["arguments"];
  const table = Array.isArray(given) ? Object.fromEntries((given as [string, string, unknown][]).map(([name, , value]) => [name, value])) : (given as Record<string, unknown>);
  return sorted({ ...row, arguments: sorted(table) });
}

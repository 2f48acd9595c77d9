import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Design } from "../../design/document/schema.ts";
import type { NodeFrame } from "../../engine/contract/frame.ts";
import { joinRun } from "../../engine/live/remote/join-run.ts";
import { designOf, evenly, service, SINK } from "../support/designs.ts";
import { startLiveBench, type LiveBench } from "../support/live.ts";
import { until } from "../support/until.ts";

let bench: LiveBench;
beforeAll(async () => void (bench = await startLiveBench()));
afterAll(() => bench.close());

/** Two lanes that have nothing to do with each other, each with its consumer in a zone of its own. */
function twoZones(count: number): Design {
  const queue = { lockMs: 500, stalledCheckMs: 400, maxStalled: 20 };
  const design = designOf(
    { pa: evenly(50, count), qa: ["queue", queue], ca: service(5), sa: SINK, pb: evenly(50, count), qb: ["queue", queue], cb: service(5), sb: SINK },
    ["pa > qa", "qa > ca", "ca > sa", "pb > qb", "qb > cb", "cb > sb"],
    { zones: [{ id: "east", name: "East" }, { id: "west", name: "West" }] },
  );
  return { ...design, nodes: design.nodes.map((node) => (node.id === "ca" ? { ...node, zone: "east" } : node.id === "cb" ? { ...node, zone: "west" } : node)) };
}

describe("O3 zones", () => {
  it("O3 O2 each is a process; killing one delays its events alone, it comes back by itself, and nothing is lost", async () => {
    const { executor, heard } = await bench.begin(twoZones(250));
    await until("both lanes deliver", () => ["sa", "sb"].every((sink) => (heard.frames.at(-1)?.nodes[sink]?.depth ?? 0) >= 50));
    const processes = heard.frames.at(-1)!.processes;
    expect(processes.map((process) => process.name)).toEqual(expect.arrayContaining(["load", "zone east", "zone west"]));
    const victim = processes.find((process) => process.name === "zone west")!.pid;
    process.kill(victim, "SIGKILL");
    await until("its slots are gone", () => heard.frames.at(-1)?.nodes.cb?.capacity === 0);
    // The other's process is the same as before, and goes on.
    expect(heard.frames.at(-1)!.processes.map((process) => process.name)).not.toContain("zone west");
    expect(heard.frames.at(-1)!.nodes.ca?.capacity).toBe(1);
    const report = await executor.finished;
    expect(heard.frames.at(-1)!.processes.find((process) => process.name === "zone west")?.pid).not.toBe(victim);
    const told = heard.notices.map((notice) => `${notice.code}: ${notice.message}`);
    expect(told.filter((line) => line.startsWith("worker-"))).toEqual([
      expect.stringMatching(/worker-died: The worker of zone West ended .*started again now/),
      "worker-back: The worker of zone West is back.",
    ]);
    expect(report.ledger).toMatchObject({ produced: 500, balanced: true, lost: 0, inFlight: 0 });
    expect(report.ledger.delivered).toBe(500 + report.ledger.duplicated);
    // What was waiting or in the killed hands waited for a restart; the other lane's events never waited for anything.
    expect(report.nodes.cb!.waitMs.max).toBeGreaterThan(4 * report.nodes.ca!.waitMs.p50 + 100);
    expect(report.nodes.qa!.stalls).toBe(0);
    expect(slotsSeen(heard.frames.map((frame) => frame.nodes.ca!))).not.toContain(0);
  });

  it("O3 a zone that another machine takes runs there and not here, with its stages and called nodes; when that machine leaves it runs here again", async () => {
    const queue = { attempts: 8, backoff: { type: "fixed", delayMs: 200 }, lockMs: 500, stalledCheckMs: 400, maxStalled: 20 };
    const timeoutMs = 300;
    const lanes = designOf(
      {
        pa: evenly(50, 300), wait: ["delay", { delayMs: 20 }], qa: ["queue", queue], ca: service(5), db: ["database", { pool: 4, readTime: { distribution: "constant", meanMs: 2 } }], sa: SINK,
        pb: evenly(50, 300), qb: ["queue", queue], cb: service(5), sb: SINK,
      },
      ["pa > wait", "wait > qa", "qa > ca", ["ca.call > db.call", { timeoutMs }], "ca > sa", "pb > qb", "qb > cb", ["cb.call > db.call", { timeoutMs }], "cb > sb"],
      { zones: [{ id: "east", name: "East" }, { id: "west", name: "West" }] },
    );
    const zones: Record<string, string> = { wait: "east", ca: "east", db: "east", cb: "west" };
    const { executor, heard } = await bench.begin({ ...lanes, nodes: lanes.nodes.map((node) => ({ ...node, ...(zones[node.id] && { zone: zones[node.id] }) })) });
    const names = (): string[] => heard.frames.at(-1)?.processes.map(({ name }) => name) ?? [];
    const delivered = (): number => heard.frames.at(-1)?.ledger.delivered ?? 0;
    const leaving = new AbortController();
    await expect(joinRun({ ...bench.joining(executor), zones: ["nowhere"] })).rejects.toMatchObject({ code: "wrong-use", message: expect.stringContaining("east, west") as string });
    const joined = joinRun({ ...bench.joining(executor), signal: leaving.signal, zones: ["east"], name: "there" });
    await until("the zone is there", () => names().includes("east on there"));
    expect(names()).not.toContain("zone east");
    expect(heard.frames.at(-1)?.nodes.ca).toMatchObject({ capacity: 1, runsOn: [{ worker: "there", slots: 1 }] });
    const state = executor.state();
    expect(state.zones).toEqual([expect.objectContaining({ zone: "east", phase: "running", worker: "there" }), expect.objectContaining({ zone: "west", phase: "running" })]);
    expect(state.workers).toEqual([{ name: "there", zone: "east" }]);
    expect(JSON.stringify(state)).not.toContain(bench.environment.joinToken);
    expect(state.joining).toMatchObject({ isOpen: true, redis: bench.redis.url, reach: "machine" });
    const moved = delivered();
    await until("both lanes deliver from there", () => delivered() > moved + 60);
    leaving.abort();
    await joined;
    await until("the zone is here again", () => names().includes("zone east"));
    expect(names()).not.toContain("east on there");
    const { ledger, nodes } = await executor.finished;
    expect(ledger).toMatchObject({ produced: 600, delivered: 600, balanced: true, lost: 0, inFlight: 0 });
    expect(nodes.db!.in).toBeGreaterThanOrEqual(600);
    expect(heard.notices.filter(({ code }) => code.startsWith("worker-")).map(({ message }) => message)).toEqual(["The worker there joined the run, and takes the zone East.", expect.stringMatching(/there is gone \(left\).*East is run here again/)]);
    expect(Math.max(...heard.frames.map((frame) => frame.nodes.ca!.capacity))).toBe(1);
  });
});

/** Capacities once the slots were up. */
function slotsSeen(frames: readonly NodeFrame[]): number[] {
  const capacities = frames.map((frame) => frame.capacity);
  return capacities.slice(capacities.findIndex((capacity) => capacity > 0));
}

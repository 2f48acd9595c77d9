import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Design } from "../../design/document/schema.ts";
import type { NodeFrame } from "../../engine/contract/frame.ts";
import { joinRun } from "../../engine/live/remote.ts";
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

  it("O3 a worker from elsewhere may take the consumers of some zones only", async () => {
    const { executor, heard } = await bench.begin(twoZones(400));
    const leaving = new AbortController();
    const joined = joinRun(bench.redis.url, executor.state().runId, leaving.signal, ["east"]);
    await until("two slots in the east", () => heard.frames.at(-1)?.nodes.ca?.capacity === 2);
    expect(heard.frames.at(-1)?.nodes.cb?.capacity).toBe(1);
    leaving.abort();
    await joined;
    await executor.stop();
    await executor.finished;
  });
});

/** Capacities once the slots were up. */
function slotsSeen(frames: readonly NodeFrame[]): number[] {
  const capacities = frames.map((frame) => frame.capacity);
  return capacities.slice(capacities.findIndex((capacity) => capacity > 0));
}

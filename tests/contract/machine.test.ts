import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Design } from "../../design/document/schema.ts";
import type { NodeFrame } from "../../engine/contract/frame.ts";
import { DEAD_LETTER, designOf, evenly, service, SINK } from "../support/designs.ts";
import type { Result } from "../support/run.ts";
import { bothExecutors, type Side } from "./executors.ts";

const approved: string[] = [];
const [predicted, live] = bothExecutors(approved);

/** Paths that were posted to. */
const posted: string[] = [];
const server = createServer((request, response) => {
  posted.push(request.url ?? "");
  response.statusCode = request.url === "/gone" ? 404 : 204;
  request.resume().on("end", () => response.end());
});

const ZONES: Record<string, string> = { hog: "hot", c: "cool" };
const EVENTS = 75;

/** A processor that is kept busy by more slots than it can serve in time, a lane whose attempts fail, clients and addresses outside: a zone each for the first two. */
function busyDesign(address: string, zones: Record<string, string>): Design {
  const design = designOf(
    {
      burning: evenly(20, 60),
      hog: service(1000, { cpu: true, concurrency: 16 }),
      p: evenly(25, EVENTS),
      q: ["queue", { attempts: 2, backoff: { type: "fixed", delayMs: 50 } }],
      c: service(10, { failureRate: 0.4 }),
      s: SINK,
      dead: DEAD_LETTER,
      news: evenly(20, 10),
      clients: ["webSocketGateway", { simulatedClients: 100, pushMs: 0.2 }],
      orders: evenly(20, 10),
      hook: ["webhook", { url: `${address}/ok`, expectedMs: 5 }],
      lost: evenly(20, 4),
      gone: ["webhook", { url: `${address}/gone`, attempts: 1, expectedMs: 5, expectedFailureRate: 1 }],
      failed: DEAD_LETTER,
    },
    ["burning > hog", "p > q", "q > c", "c > s", "q.deadLetter > dead", "news > clients", "orders > hook", "lost > gone", "gone.failed > failed"],
    { zones: [...new Set(Object.values(zones))].map((id) => ({ id, name: id })) },
  );
  return { ...design, nodes: design.nodes.map((node) => (zones[node.id] === undefined ? node : { ...node, zone: zones[node.id] })) };
}

const results = new Map<Side["name"], Result>();
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  approved.push(`${address}/ok`, `${address}/gone`);
  results.set("forecast", await predicted.run(busyDesign(address, ZONES)));
  expect(posted).toEqual([]);
  results.set("live", await live.run(busyDesign(address, ZONES)));
}, 90_000);
afterAll(() => void server.close());

describe.each([predicted, live])("what a run shows, $name", ({ name }) => {
  const framesOf = (node: string): NodeFrame[] => results.get(name)!.frames.map((frame) => frame.nodes[node]!);
  const most = (values: readonly number[]): number => Math.max(...values);

  it("M1 a frame every 100 ms, with what happened in it: together they are what the report says", () => {
    const { frames, report } = results.get(name)!;
    const lengths = frames.map(({ intervalMs }) => intervalMs).toSorted((a, b) => a - b);
    if (name === "forecast") expect(new Set(lengths)).toEqual(new Set([100]));
    else expect(lengths[Math.floor(lengths.length / 2)]).toBeLessThan(200);
    for (const node of ["p", "q", "c", "s", "hog", "hook"])
      for (const count of ["in", "out", "errors", "retries", "stalls", "duplicates", "deadLetters"] as const)
        expect([node, count, framesOf(node).reduce((sum, frame) => sum + frame[count], 0)]).toEqual([node, count, report.nodes[node]![count]]);
    const crossed = frames.reduce((sum, frame) => sum + frame.edges.e4!.count, 0);
    expect([crossed, frames.at(-1)!.nodes.s!.depth]).toEqual([report.ledger.delivered - 20, report.ledger.delivered - 20]);
    expect(report.nodes.c!.errors).toBe(report.nodes.c!.retries + report.nodes.dead!.in);
    expect(framesOf("dead").at(-1)!.depth).toBe(report.nodes.dead!.in);
    expect(report.ledger).toMatchObject({ balanced: true, duplicated: 0, inFlight: 0, deadLettered: report.nodes.dead!.in + 4 });
  });

  it("M1 M2 rates over the last second, depth, in flight, utilisation, waits and service as they are at the time", () => {
    const { frames } = results.get(name)!;
    const inMiddle = frames.findIndex(({ atMs }) => atMs >= 2000);
    const [c, hog] = [framesOf("c")[inMiddle]!, framesOf("hog")[inMiddle]!];
    // 25 events a second, and a second attempt at two of five.
    expect(Math.abs(c.inPerSecond - 35)).toBeLessThan(10);
    expect(framesOf("p")[inMiddle]!.outPerSecond).toBeGreaterThan(20);
    expect(Math.abs(c.utilization - 0.35)).toBeLessThan(0.15);
    expect(hog.utilization).toBeGreaterThan(0.6);
    expect(hog).toMatchObject({ capacity: 16, slots: expect.stringMatching(/^(?=.*b)[bi]{16}$/) });
    expect(hog.inFlight).toBe(hog.slots!.replaceAll("i", "").length);
    // 20 a second come and 16 a second go.
    expect(frames[inMiddle]!.channels.e1!.depth).toBeGreaterThan(2);
    expect(hog.waitMs.p95).toBeGreaterThan(100);
    expect(hog.serviceMs.p50).toBeGreaterThan(990);
    expect(hog.serviceMs.p50).toBeLessThan(1300);
    for (const { utilization } of framesOf("hog")) expect(utilization).toBeLessThanOrEqual(1);
  });

  it("M3 processor, memory and lateness of each process, and Redis' load; who cannot keep up is named", () => {
    const { frames, report } = results.get(name)!;
    if (name === "forecast") {
      for (const { processes, redis, saturated } of frames) expect([processes, redis, saturated]).toEqual([[], undefined, []]);
      expect(report.saturated).toEqual([]);
      return;
    }
    const of = (process: string) => frames.flatMap(({ processes }) => processes.filter((each) => each.name === process));
    expect(most(of("zone hot").map(({ cpuPercent }) => cpuPercent))).toBeGreaterThan(25);
    expect(most(of("zone hot").map(({ loopDelayMs }) => loopDelayMs))).toBeGreaterThan(50);
    for (const process of ["engine", "load", "zone cool"]) expect(of(process).at(-1)!.memoryMb).toBeGreaterThan(10);
    expect(frames.at(-1)!.redis).toMatchObject({ connected: true });
    expect(most(frames.map(({ redis }) => redis?.memoryMb ?? 0))).toBeGreaterThan(0.5);
    expect(most(frames.map(({ redis }) => redis?.operationsPerSecond ?? 0))).toBeGreaterThan(50);
    const blamed = /event loop runs \d+ ms late/;
    expect(frames.flatMap(({ saturated }) => saturated)).toContainEqual({ what: "zone hot", by: expect.stringMatching(blamed) });
    expect(report.saturated).toContainEqual({ what: "zone hot", by: expect.stringMatching(blamed) });
  });

  it("S3 a gateway delivers what its clients get, and takes a push time for each; a webhook delivers what is answered with a success, and gives up the rest", () => {
    const { report } = results.get(name)!;
    expect(report.nodes.clients).toMatchObject({ in: 10, out: 10, errors: 0 });
    expect(report.nodes.clients!.serviceMs.mean).toBeGreaterThan(19.9);
    expect(report.nodes.hook).toMatchObject({ in: 10, out: 10, errors: 0 });
    expect(report.nodes.gone).toMatchObject({ in: 4, errors: 4, retries: 0 });
    expect(report.nodes.failed!.in).toBe(4);
    expect(report.ledger.bySource!.news).toMatchObject({ delivered: 10 });
    expect(report.ledger.bySource!.orders).toMatchObject({ delivered: 10 });
    expect(posted.toSorted()).toEqual([...Array.from({ length: 4 }, () => "/gone"), ...Array.from({ length: 10 }, () => "/ok")]);
  });
});

describe("forecast and live", () => {
  it("O3 each zone is a process of a live run, producers have their own; a forecast is the same wherever its nodes are", async () => {
    const { processes } = results.get("live")!.frames.at(-1)!;
    expect(processes.map(({ name }) => name).toSorted()).toEqual(["engine", "load", "zone cool", "zone hot", "zone local"]);
    expect(new Set(processes.map(({ pid }) => pid)).size).toBe(5);
    const { report } = results.get("forecast")!;
    const { report: without } = await predicted.run(busyDesign("http://127.0.0.1", {}));
    expect(without.nodes.c).toEqual(report.nodes.c);
    expect(without.ledger).toEqual(report.ledger);
  });

  it("E5 M1 the same attempts fail", () => {
    const [forecast, measured] = [...results.values()].map(({ report }) => report.nodes);
    for (const node of ["c", "s", "dead"]) expect([node, measured![node]!.in, measured![node]!.errors]).toEqual([node, forecast![node]!.in, forecast![node]!.errors]);
  });
});

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import type { Design } from "../../design/document/schema.ts";
import { formatDesign } from "../../design/document/format.ts";
import { DEAD_LETTER, designOf, evenly, service, SINK } from "../support/designs.ts";
import { startOtlpReceiver, type ReceivedSpan } from "../support/otlp-receiver.ts";
import { until } from "../support/until.ts";
import { startCli, type RunningCli } from "./cli-process.ts";

let folder: string;
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), "spillway-traces-"))));
afterAll(() => rm(folder, { recursive: true, force: true }));

async function start(design: Design, parameters: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<RunningCli> {
  const path = join(folder, `${design.name}.spillway.json`);
  await writeFile(path, formatDesign(design));
  const run = startCli(["run", path, ...parameters], { SPILLWAY_DATA: join(folder, "data"), SPILLWAY_REDIS_URL: "", OTEL_EXPORTER_OTLP_ENDPOINT: "", ...environment });
  onTestFinished(() => void run.child.kill("SIGKILL"));
  return run;
}

/** What an application gets that events are posted to. */
async function startApplication(): Promise<{ url: string; headers: NodeJS.Dict<string | string[]>[] }> {
  const headers: NodeJS.Dict<string | string[]>[] = [];
  const server = createServer((request, response) => {
    headers.push(request.headers);
    request.resume().on("end", () => response.writeHead(204).end());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/orders`, headers };
}

const TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
const CALLER = "00f067aa0ba902b7";

describe("traces of a real run", () => {
  it("E1 P6 S3 a trace from outside is continued through queue, call, topic and another zone, and into what a webhook calls", async () => {
    const receiver = await startOtlpReceiver();
    onTestFinished(() => receiver.close());
    const application = await startApplication();
    const nodes = { h: ["httpSource", { path: "/in" }], q: ["queue"], c: service(20), db: ["database"], t: ["topic", { partitions: 2 }], g: service(1, { group: "team" }), w: ["webhook", { url: application.url }] } as const;
    const drawn = designOf(nodes, ["h > q", "q > c", "c.call > db.call", "c > t", "t > g", "g > w"], { name: "continued", zones: [{ id: "east", name: "East" }] });
    const design = { ...drawn, nodes: drawn.nodes.map((node) => (node.id === "g" ? { ...node, zone: "east" } : node)) };
    const run = await start(design, ["--otlp", receiver.url, "--allow-webhook", application.url, "--for", "10m"]);
    const [, url = "", token = ""] = await run.wrote("stderr", /listens at (\S+)\?token=(\w+)/);
    const state = "congo=t61rcWkgMzE";
    await until("the run takes events", async () => {
      const { status } = await fetch(url, { method: "POST", body: "{}", headers: { authorization: `Bearer ${token}`, "content-type": "application/json", traceparent: `00-${TRACE}-${CALLER}-01`, tracestate: state } });
      return status === 202;
    });
    const known = (): ReceivedSpan[] => receiver.spans.filter(({ traceId }) => traceId === TRACE);
    await until("the whole trace has arrived", () => known().some(({ name }) => name === "process g→w"));
    run.child.kill("SIGINT");
    await run.ended;

    const spans = known();
    const one = (name: string): ReceivedSpan => {
      const found = spans.filter((span) => span.name === name);
      expect([name, found.length]).toEqual([name, 1]);
      return found[0]!;
    };
    const way = ["POST /in", "send q", "process q", "send t", "process t", "send g→w", "process g→w"].map(one);
    expect(way.map(({ parentSpanId }) => parentSpanId)).toEqual([CALLER, ...way.slice(0, -1).map(({ spanId }) => spanId)]);
    expect(way.map(({ kind }) => kind)).toEqual([2, 4, 5, 4, 5, 4, 5]);
    expect(one("call db").parentSpanId).toBe(one("process q").spanId);
    expect(one("answer db").parentSpanId).toBe(one("call db").spanId);
    expect(way.map(({ service: of }) => of["service.name"])).toEqual(["h", "h", "c", "c", "g", "g", "w"].map((id) => design.nodes.find((node) => node.id === id)?.name ?? expect.any(String)));
    expect(one("send q").attributes).toMatchObject({ "messaging.system": "bullmq", "messaging.operation.type": "send", "messaging.destination.name": "q" });
    expect(one("process t").attributes).toMatchObject({ "messaging.system": "redis_streams", "messaging.operation.type": "process", "messaging.consumer.group.name": "team", "spillway.zone": "east" });
    const startsMs = way.map(({ startTimeUnixNano }) => Number(BigInt(startTimeUnixNano) / 1_000_000n));
    expect(startsMs).toEqual(startsMs.toSorted((a, b) => a - b));
    expect(Math.abs((startsMs[0] ?? 0) - Date.now())).toBeLessThan(60_000);
    const served = one("process q");
    expect(Number(BigInt(served.endTimeUnixNano) - BigInt(served.startTimeUnixNano)) / 1e6).toBeGreaterThanOrEqual(20);
    // What the webhook's application does is a child of the attempt that called it.
    expect(application.headers[0]).toMatchObject({ traceparent: `00-${TRACE}-${one("process g→w").spanId}-01`, tracestate: state });
  });

  it("E1 a run's own traces hang together, retries and dead letters too, and are its own although the seed is the same", async () => {
    const receiver = await startOtlpReceiver();
    onTestFinished(() => receiver.close());
    const design = designOf({ p: evenly(40, 20), q: ["queue", { attempts: 2, backoff: { type: "fixed", delayMs: 5 } }], c: service(1, { failureRate: 0.5 }), f: ["filter", { when: "true" }], s: SINK, d: DEAD_LETTER }, ["p > q", "q > c", "c > f", "f > s", "q.deadLetter > d"], { name: "own" });
    for (let n = 0; n < 2; n++) await (await start(design, [], { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url })).ended;
    const { spans } = receiver;
    expect(new Set(spans.map(({ traceId }) => traceId)).size).toBe(40);
    expect(new Set(spans.map(({ service: { "spillway.run.id": run } }) => run)).size).toBe(2);
    const known = new Set(spans.map(({ traceId, spanId }) => `${traceId} ${spanId}`));
    expect(spans.filter(({ traceId, parentSpanId }) => parentSpanId !== undefined && !known.has(`${traceId} ${parentSpanId}`)).map(({ name }) => name)).toEqual([]);
    expect(spans.filter(({ parentSpanId }) => parentSpanId === undefined).map(({ name }) => name)).toEqual(Array.from({ length: 40 }, () => "create p"));
    const failed = spans.filter(({ name, status }) => name === "process q" && status?.code === 2);
    expect(failed.length).toBeGreaterThan(5);
    const dead = spans.filter(({ name }) => name === "send d");
    expect(dead.length + spans.filter(({ name }) => name === "sink s").length).toBe(40);
    expect(dead.every(({ parentSpanId }) => failed.some(({ spanId, attributes }) => spanId === parentSpanId && attributes["spillway.attempt"] === 2))).toBe(true);
  });

  it("a receiver that is away neither slows nor fails a run, which says how many spans were lost", async () => {
    const design = designOf({ p: evenly(100, 100), c: service(1), s: SINK }, ["p > c", "c > s"], { name: "away" });
    const { code, stderr, stdout } = await (await start(design, ["--otlp", "http://127.0.0.1:9"])).ended;
    expect(code).toBe(0);
    expect(stdout).toMatch(/delivered\s+100/);
    expect(stderr).toMatch(/Spans are lost: the OTLP receiver at http:\/\/127\.0\.0\.1:9 does not take them|\d+ spans were lost and 0 sent/);
  });
});

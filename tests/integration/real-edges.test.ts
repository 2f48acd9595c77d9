import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import type { Envelope } from "../../engine/core/event.ts";
import type { RunState } from "../../engine/contract/run.ts";
import type { SpanSample } from "../../engine/contract/sample.ts";
import { createLiveExecutor } from "../../engine/live/live-executor.ts";
import { designOf, evenly, service, SINK } from "../support/designs.ts";
import { startLiveBench, type LiveBench } from "../support/live.ts";
import { hear, optionsFor, type Heard } from "../support/run.ts";
import { until } from "../support/until.ts";

let bench: LiveBench;
beforeAll(async () => void (bench = await startLiveBench()));
afterAll(() => bench.close());

type Endpoint = NonNullable<RunState["endpoints"]>[number];

async function endpointOf({ states }: Pick<Heard, "states">, node: string): Promise<Endpoint> {
  let found: Endpoint | undefined;
  await until(`${node} listens`, () => (found = states.flatMap(({ endpoints = [] }) => endpoints).findLast((endpoint) => endpoint.node === node)) !== undefined);
  return found!;
}

function post({ url, token }: Endpoint, body: string, headers: Record<string, string> = {}, path = ""): Promise<Response> {
  return fetch(url + path, { method: "POST", body, headers: { authorization: `Bearer ${token}`, "content-type": "application/json", ...headers } });
}

describe("P6 HTTP source", () => {
  it("P6 E3 each POST becomes an event, whatever its form, and is answered with its id", async () => {
    const { executor, heard } = await bench.begin(designOf({ h: ["httpSource", { path: "/orders", eventType: "order" }], q: ["queue"], c: service(1), s: SINK }, ["h > q", "q > c", "c > s"]));
    const endpoint = await endpointOf(heard, "h");
    expect(endpoint.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/orders$/);
    expect(heard.notices.some(({ message }) => message.includes(endpoint.url) && message.includes(endpoint.token))).toBe(true);
    const answers = [
      await post(endpoint, '{"n":1}'),
      await post(endpoint, '{"specversion":"1.0","id":"mine","source":"x","type":"other","partitionkey":"k","data":{"n":2}}', { "content-type": "application/cloudevents+json" }),
      await post(endpoint, '{"n":3}', { "ce-type": "third", "ce-partitionkey": "k3" }),
      await fetch(`${endpoint.url}?token=${endpoint.token}`, { method: "POST", body: "hello", headers: { "content-type": "text/plain" } }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202, 202]);
    const ids = await Promise.all(answers.map(async (answer) => ((await answer.json()) as { id: string }).id));
    expect(new Set(ids).size).toBe(4);
    await until("all are delivered", () => (heard.frames.at(-1)?.ledger.delivered ?? 0) === 4);
    const emitted = heard.samples.flatMap((sample) => (sample.type === "span" && sample.node === "h" ? [sample.event] : []));
    expect(emitted.toSorted()).toEqual(ids.toSorted());
    await executor.stop();
    const report = await executor.finished;
    expect(report.ledger).toMatchObject({ produced: 4, delivered: 4, balanced: true, lost: 0, duplicated: 0 });
    expect(report.endToEndMs.all.max).toBeLessThan(5000);
    await expect(post(endpoint, "{}")).rejects.toThrow();
  });

  it("P6 O6 what may not come in is told why", async () => {
    const design = designOf({ h: ["httpSource", { path: "/in" }], slow: ["httpSource", { path: "/slow", limitPerSecond: 2 }], s: SINK }, ["h > s", "slow > s"]);
    const { executor, heard } = await bench.begin(design);
    const endpoint = await endpointOf(heard, "h");
    const slow = await endpointOf(heard, "slow");
    const status = async (answer: Promise<Response>): Promise<number> => (await answer).status;
    expect(await status(post(endpoint, "{}", { authorization: "" }))).toBe(401);
    expect(await status(post(endpoint, "{}", { authorization: "Bearer wrong" }))).toBe(401);
    expect(await status(post(endpoint, "{}", { authorization: "" }, "?token=wrong"))).toBe(401);
    expect(await status(post(endpoint, "{}", { origin: "https://example.com" }))).toBe(403);
    expect(await status(post(endpoint, "{}", { origin: "null" }))).toBe(403);
    expect(await status(post(endpoint, "{}", {}, "/more"))).toBe(404);
    expect(await status(fetch(endpoint.url, { headers: { authorization: `Bearer ${endpoint.token}` } }))).toBe(405);
    expect(await status(post(endpoint, "a=1", { "content-type": "application/x-www-form-urlencoded" }))).toBe(415);
    expect(await status(post(endpoint, "{"))).toBe(400);
    expect(await status(post(endpoint, JSON.stringify("x".repeat(2 ** 20))))).toBe(413);
    const many = await Promise.all(Array.from({ length: 6 }, () => status(post(slow, "{}"))));
    expect(many.filter((code) => code === 429).length).toBeGreaterThanOrEqual(3);
    await executor.pause();
    expect(await status(post(endpoint, "{}"))).toBe(503);
    await executor.resume();
    expect(await status(post(endpoint, "{}"))).toBe(202);
    // An alert that comes while the run is on, and fires at once.
    await executor.update({ ...design, alerts: [{ id: "all", name: "All", when: { threshold: { node: "h", metric: "throughputPerSecond", direction: "below", value: 1000 } }, actions: [{ shed: { node: "h", share: 1, forMs: 60_000 } }] }] });
    await until("it sheds", () => executor.state().alerts?.length === 1);
    const refused = await post(endpoint, "{}");
    expect([refused.status, await refused.text()]).toEqual([503, expect.stringContaining("Load is shed")]);
    await executor.stop();
    expect((await executor.finished).ledger).toMatchObject({ produced: 2 + many.filter((code) => code === 202).length, balanced: true, dropped: { shed: 1 } });
  });

  it("P5 P6 a full channel is told to who posts, and the event counts as rejected", async () => {
    const { executor, heard } = await bench.begin(designOf({ h: ["httpSource"], q: ["queue", { maxLength: 1, overflow: "reject-publish" }], c: service(60_000), s: SINK }, ["h > q", "q > c", "c > s"]));
    const endpoint = await endpointOf(heard, "h");
    const codes: number[] = [];
    for (let n = 0; n < 6; n++) codes.push((await post(endpoint, "{}")).status);
    expect(codes.filter((code) => code === 202).length).toBeLessThanOrEqual(3);
    expect(codes.at(-1)).toBe(503);
    await executor.stop();
    const { ledger } = await executor.finished;
    expect(ledger).toMatchObject({ produced: 6, balanced: true, dropped: { rejected: codes.filter((code) => code === 503).length } });
  });

  it("P6 M4 a load process that is killed listens again at the same address, loses nothing that it answered, and repeats no identity", async () => {
    const { executor, heard } = await bench.begin(designOf({ h: ["httpSource"], q: ["queue"], c: service(1), s: SINK }, ["h > q", "q > c", "c > s"]));
    const endpoint = await endpointOf(heard, "h");
    const ids: string[] = [];
    const send = async (count: number): Promise<void> => {
      for (let n = 0; n < count; n++) ids.push(((await (await post(endpoint, "{}")).json()) as { id: string }).id);
    };
    await send(20);
    process.kill(await bench.processes.findLast(({ entry }) => entry === "load")!.process.pid, "SIGKILL");
    await until("it listens again", () => post(endpoint, "{}", { authorization: "" }).then(({ status }) => status === 401, () => false));
    await send(20);
    expect(new Set(ids).size).toBe(40);
    await until("all are delivered", () => (heard.frames.at(-1)?.ledger.delivered ?? 0) >= 40);
    await executor.stop();
    expect((await executor.finished).ledger).toMatchObject({ produced: 40, delivered: 40, duplicated: 0, lost: 0, balanced: true });
  });
});

describe("S3 WebSocket gateway", () => {
  function connect({ url, token }: Endpoint, options: { query?: boolean; origin?: string } = {}): WebSocket {
    if (options.query) return new WebSocket(`${url}?token=${token}`);
    return new WebSocket(url, ["spillway-events", `token.${token}`], options.origin === undefined ? {} : { origin: options.origin });
  }

  it("S3 every client that is connected gets each event, which is delivered then", async () => {
    const { executor, heard } = await bench.begin(
      designOf({ h: ["httpSource", { path: "/in" }], g: ["webSocketGateway", { path: "/out", simulatedClients: 2, pushMs: 1 }] }, ["h > g"]),
    );
    const endpoint = await endpointOf(heard, "g");
    const intake = await endpointOf(heard, "h");
    const clients = [connect(endpoint), connect(endpoint, { query: true })];
    const heardBy = clients.map((client) => {
      const events: Envelope[] = [];
      client.on("message", (text: Buffer) => events.push(JSON.parse(text.toString("utf8")) as Envelope));
      return events;
    });
    await until("both are known", () => heard.states.at(-1)?.endpoints?.find(({ node }) => node === "g")?.clients === 2);
    expect(clients[0]!.protocol).toBe("spillway-events");
    for (let n = 0; n < 5; n++) await post(intake, JSON.stringify({ n }));
    await until("both have heard all", () => heardBy.every((events) => events.length === 5));
    expect(heardBy[0]!.map(({ data }) => data)).toEqual([0, 1, 2, 3, 4].map((n) => ({ n })));
    expect(heardBy[1]).toEqual(heardBy[0]);
    const closed = new Promise<number>((resolve) => clients[0]!.on("close", resolve));
    await executor.stop();
    const report = await executor.finished;
    expect(report.ledger).toMatchObject({ produced: 5, delivered: 5, balanced: true });
    expect(report.endToEndMs.bySink.g?.count).toBe(5);
    expect(await closed).toBe(1001);
  });

  it("S3 who has no token, a wrong one, another path, or comes from a page of the web is not let in", async () => {
    const { executor, heard } = await bench.begin(designOf({ p: evenly(5, 1), g: ["webSocketGateway", { path: "/out" }], h: ["httpSource", { path: "/in" }], s: SINK }, ["p > g", "h > s"]));
    const endpoint = await endpointOf(heard, "g");
    const answer = (client: WebSocket): Promise<number> =>
      new Promise((resolve) => {
        client.on("unexpected-response", (_, response: IncomingMessage) => resolve(response.statusCode ?? 0));
        client.on("open", () => resolve(101));
        client.on("error", () => {});
      });
    expect(await answer(new WebSocket(endpoint.url))).toBe(401);
    expect(await answer(connect({ ...endpoint, token: "wrong" }))).toBe(401);
    expect(await answer(connect(endpoint, { origin: "https://example.com" }))).toBe(403);
    expect(await answer(connect({ ...endpoint, url: `${endpoint.url}/more` }))).toBe(404);
    const good = connect(endpoint);
    expect(await answer(good)).toBe(101);
    await executor.stop();
    await executor.finished;
  });

  it("S3 a client that reads too slowly is dropped and counted, the others go on", async () => {
    const { executor, heard } = await bench.begin(designOf({ h: ["httpSource", { path: "/in" }], g: ["webSocketGateway", { path: "/out" }] }, ["h > g"]));
    const [endpoint, intake] = [await endpointOf(heard, "g"), await endpointOf(heard, "h")];
    const [slow, quick] = [connect(endpoint), connect(endpoint)];
    let count = 0;
    quick.on("message", () => count++);
    for (const client of [slow, quick]) client.on("error", () => {});
    await until("both are there", () => heard.states.at(-1)?.endpoints?.find(({ node }) => node === "g")?.clients === 2);
    slow.pause();
    let sent = 0;
    const large = JSON.stringify("x".repeat(600_000));
    await until("the slow one is dropped", async () => {
      await post(intake, large);
      sent++;
      return heard.states.at(-1)?.endpoints?.find(({ node }) => node === "g")?.dropped === 1;
    });
    await until("the quick one has all", () => count === sent);
    await executor.stop();
    expect((await executor.finished).ledger).toMatchObject({ produced: sent, delivered: sent, balanced: true });
    slow.terminate();
  });
});

describe("S3 webhook", () => {
  let server: Server;
  let address: string;
  const requests: { path: string; type: string; body: Envelope }[] = [];
  let failures = 0;
  beforeAll(async () => {
    server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        const path = request.url ?? "";
        requests.push({ path, type: request.headers["content-type"] ?? "", body: JSON.parse(Buffer.concat(chunks).toString("utf8") || "null") as Envelope });
        if (path === "/moved") response.writeHead(302, { location: "/ok" });
        else if (path === "/never") return;
        else response.writeHead(path.startsWith("/ok") || (path === "/flaky" && failures++ >= 2) ? 204 : path === "/gone" ? 410 : 500);
        response.end();
      });
    });
    await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  async function run(design: ReturnType<typeof designOf>, approvedWebhooks: readonly string[]) {
    const { listener, ...heard } = hear();
    const executor = createLiveExecutor(optionsFor(design), listener, { ...bench.environment, approvedWebhooks });
    await executor.start();
    return { report: await executor.finished, heard };
  }

  it("S3 events are posted as CloudEvents; what fails is tried again or leaves by failed; redirects are not followed", async () => {
    [requests.length, failures] = [0, 0];
    const hook = (path: string, more = {}): readonly [string, Record<string, never>] => ["webhook", { url: address + path, ...more } as unknown as Record<string, never>];
    const quick = { backoff: { type: "fixed", delayMs: 10 } };
    const design = designOf(
      { p: evenly(50, 3, { eventType: "paid", payload: { n: "{{seq}}" } }), ok: hook("/ok"), flaky: hook("/flaky", { attempts: 5 }), bad: hook("/bad", { attempts: 2 }), gone: hook("/gone"), moved: hook("/moved"), late: hook("/never", { timeoutMs: 100, attempts: 1 }), t: ["topic"], read: hook("/ok/read"), f: SINK },
      ["p > ok", ["p > flaky", quick], ["p > bad", quick], ["p > gone", quick], "p > moved", "p > late", "p > t", "t > read", "bad.failed > f"],
    );
    const approved = ["/ok", "/flaky", "/bad", "/gone", "/moved", "/never", "/ok/read"].map((path) => address + path);
    const { report, heard } = await run(design, approved);
    const posts = (path: string): typeof requests => requests.filter((request) => request.path === path);
    expect(posts("/ok").map(({ body }) => body.data)).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }]);
    expect(posts("/ok")[0]).toMatchObject({ type: "application/cloudevents+json; charset=utf-8", body: { specversion: "1.0", type: "paid", source: "p" } });
    // Of a topic as well, which it reads as a group of its own (rule T3).
    expect(posts("/ok/read").map(({ body }) => JSON.stringify(body.data)).toSorted()).toEqual(['{"n":1}', '{"n":2}', '{"n":3}']);
    expect(posts("/flaky").length).toBe(5);
    expect(posts("/bad").length).toBe(6);
    expect(posts("/gone").length).toBe(3);
    expect(posts("/moved").length).toBe(3);
    expect(report.ledger).toMatchObject({ produced: 3, copies: 18, balanced: true, lost: 0, delivered: 3 + 3 + 3 + 3, failed: 9 });
    expect(report.nodes.f?.in).toBe(3);
    const reasons = new Set(heard.samples.flatMap((sample) => (sample.type === "span" && sample.outcome === "failed" && sample.reason !== undefined ? [`${sample.node}: ${sample.reason}`] : [])));
    expect([...reasons].toSorted()).toEqual(["bad: answered 500", "gone: answered 410", "late: no answer within 100 ms", "moved: answered 302: redirects are not followed"]);
  });

  it("S3 a run that would post to what nobody approved does not start, and says what it would be", async () => {
    const design = designOf({ p: evenly(50, 1), hook: ["webhook", { url: `${address}/secret` }] }, ["p > hook"]);
    await expect(run(design, [`${address}/ok`])).rejects.toMatchObject({ code: "webhook-not-approved", message: expect.stringContaining(`hook posts to ${address}/secret`) });
    expect(requests.some(({ path }) => path === "/secret")).toBe(false);
  });
});

describe("P6 schedule", () => {
  it("P6 V1 V2 BullMQ's scheduler lets events go at their times; pauses and speed move them", async () => {
    const design = designOf({ every: ["schedule", { everyMs: 300, limit: { count: 8 } }], cron: ["schedule", { cron: "* * * * * *", startsAt: "2026-03-01T08:59:58.500Z", limit: { durationMs: 3000 } }], s: SINK }, ["every > s", "cron > s"]);
    const { executor, heard } = await bench.begin(design, { speed: 2 });
    const times = (node: string): number[] => heard.samples.flatMap((sample) => (sample.type === "span" && sample.node === node ? [sample.startMs] : [])).toSorted((a, b) => a - b);
    await until("some have come", () => times("every").length >= 2);
    await executor.pause();
    const paused = times("every").length;
    await executor.step();
    expect(times("every").length + times("cron").length).toBeGreaterThan(paused);
    await executor.resume();
    const report = await executor.finished;
    expect(times("every").map((ms) => Math.round(ms))).toEqual([300, 600, 900, 1200, 1500, 1800, 2100, 2400]);
    expect(times("cron").map((ms) => Math.round(ms))).toEqual([500, 1500, 2500]);
    expect(report.ledger).toMatchObject({ produced: 11, delivered: 11, balanced: true });
  });

  it("P6 V1 M4 a load process that is killed goes on with the schedule: no firing is lost or doubled, also of a run that began paused", async () => {
    const design = designOf(
      { every: ["schedule", { everyMs: 150, limit: { durationMs: 4000 } }], cron: ["schedule", { cron: "* * * * * *", limit: { durationMs: 4000 } }], a: service(1), s: SINK },
      ["every > a", "cron > s", "a > s"],
    );
    const { executor, heard } = await bench.begin(design, { paused: true });
    const began = performance.now();
    // The date at which the run begins is that of its first moment, not of its start.
    await until("it has stood for more than half a second", () => performance.now() - began > 650);
    await executor.resume();
    const of = (node: string): SpanSample[] => heard.samples.filter((sample): sample is SpanSample => sample.type === "span" && sample.node === node);
    await until("some have come", () => of("cron").length >= 1 && of("every").length >= 5);
    bench.processes.findLast(({ entry }) => entry === "load")?.process.kill("SIGKILL");
    const report = await executor.finished;
    expect(heard.notices.map(({ code }) => code)).toContain("worker-back");
    // The ledger counts them all; the process that died may not have told of its last, or its successor tells of them again.
    const times = (node: string): number[] => [...new Map(of(node).map(({ event, startMs }) => [event, startMs])).values()].toSorted((a, b) => a - b);
    expect(new Set(times("every").map((ms) => Math.round(ms) % 150))).toEqual(new Set([0]));
    const [first = 0] = times("cron");
    expect(new Set(times("cron").map((ms) => Math.round(ms - first) % 1000))).toEqual(new Set([0]));
    expect(report.ledger).toMatchObject({ produced: 30, delivered: 30, duplicated: 0, lost: 0, balanced: true });
  });
});

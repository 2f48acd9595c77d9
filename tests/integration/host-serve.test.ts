import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { MAX_MESSAGE_BYTES, SUBPROTOCOL } from "../../engine/contract/message.ts";
import { connectEngine, type WebSocketConstructor } from "../../engine/contract/websocket-transport.ts";
import { fakeFrame } from "../../engine/host/fake-executor.ts";
import { connectScreen, createTestHost, testDesign, type TestHost } from "../../engine/host/test-host.ts";
import { serveApp, type ServedApp } from "../../engine/host/serve/serve-app.ts";

let folder = "";
let served: ServedApp;
let engine: TestHost;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "spillway-serve-"));
  const screen = join(folder, "renderer");
  mkdirSync(join(screen, "assets"), { recursive: true });
  writeFileSync(join(screen, "index.html"), "<!doctype html><title>Spillway</title>");
  writeFileSync(join(screen, "assets", "index-BdK3x_9a.js"), "export {};");
  writeFileSync(join(screen, "logo.svg"), "<svg/>");
  writeFileSync(join(screen, "empty.txt"), "");
  writeFileSync(join(screen, ".secret"), "hidden");
  writeFileSync(join(folder, "outside.txt"), "outside");
  symlinkSync(join(folder, "outside.txt"), join(screen, "link.txt"));
  engine = createTestHost(folder);
  served = await serveApp({ host: engine.host, rendererFolder: screen, pingEveryMs: 50 });
});
afterAll(async () => {
  await served.close();
  await engine.host.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Answer {
  readonly status: number;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly body: string;
}

/** A request whose path is sent as it is. */
function get(path: string, options: { method?: string; headers?: Record<string, string> } = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const made = request({ host: "127.0.0.1", port: served.port, path, ...options }, (response) => {
      let body = "";
      response.setEncoding("utf8");
      response.on("data", (text: string) => (body += text));
      response.on("end", () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
    });
    made.on("error", reject);
    made.end();
  });
}

interface Attempt {
  readonly path?: string;
  readonly protocols?: string[];
  readonly headers?: Record<string, string>;
}

function goodProtocols(): string[] {
  return [SUBPROTOCOL, `token.${served.token}`];
}

function goodHeaders(): Record<string, string> {
  return { origin: `http://127.0.0.1:${served.port}` };
}

function open({ path = "/engine", protocols = goodProtocols(), headers = goodHeaders() }: Attempt = {}): WebSocket {
  return new WebSocket(`ws://127.0.0.1:${served.port}${path}`, protocols, { headers });
}

/** The status that an upgrade is refused with; 101 when it is let in. */
function statusOf(socket: WebSocket): Promise<number> {
  return new Promise((resolve) => {
    socket.on("error", () => {});
    socket.on("unexpected-response", (_, response) => {
      resolve(response.statusCode ?? 0);
      response.resume();
      socket.terminate();
    });
    socket.on("open", () => {
      resolve(101);
      socket.terminate();
    });
  });
}

function closing(socket: WebSocket): Promise<number> {
  return new Promise((resolve) => socket.on("close", resolve));
}

describe("the metrics", () => {
  const bearer = (token: string): Record<string, string> => ({ authorization: `Bearer ${token}` });

  test("are for those who bring the token, on this machine and by this name", async () => {
    for (const headers of [{}, bearer("x"), bearer(`${served.token}x`), { authorization: served.token }, { authorization: `Basic ${served.token}` }]) {
      expect(await get("/metrics", { headers })).toMatchObject({ status: 401, headers: { "www-authenticate": 'Bearer realm="spillway"' } });
    }
    expect((await get(`/metrics?token=${served.token}`)).status).toBe(401);
    expect((await get("/metrics", { headers: { ...bearer(served.token), host: "evil.example" } })).status).toBe(403);
    expect((await get("/metrics", { method: "POST", headers: bearer(served.token) })).status).toBe(405);
    expect((await get("/metrics/x", { headers: bearer(served.token) })).status).toBe(404);
  });

  test("are of the run, in Prometheus' text format", async () => {
    const answer = await get("/metrics", { headers: bearer(served.token) });
    expect(answer).toMatchObject({ status: 200, headers: { "content-type": "text/plain; version=0.0.4; charset=utf-8", "cache-control": "no-store" } });
    expect(await get("/metrics", { method: "HEAD", headers: bearer(served.token) })).toMatchObject({ status: 200, body: "" });
  });
});

describe("the page", () => {
  test("is served with a strict policy and is never cached, hashed assets for ever", async () => {
    const page = await get("/");
    expect(page).toMatchObject({ status: 200, body: "<!doctype html><title>Spillway</title>" });
    expect(page.headers["content-type"]).toBe("text/html; charset=utf-8");
    expect(page.headers["cache-control"]).toBe("no-cache");
    expect(page.headers["x-content-type-options"]).toBe("nosniff");
    expect(page.headers["content-security-policy"]).toBe(
      "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; worker-src 'self' blob:; connect-src 'self'; " +
        "img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'none'",
    );
    const asset = await get("/assets/index-BdK3x_9a.js");
    expect(asset.headers).toMatchObject({ "content-type": "text/javascript; charset=utf-8", "cache-control": "public, max-age=31536000, immutable" });
    expect((await get("/logo.svg?v=1")).headers).toMatchObject({ "content-type": "image/svg+xml", "cache-control": "no-cache" });
    expect(await get("/empty.txt")).toMatchObject({ status: 200, body: "" });
    expect(await get("/", { method: "HEAD" })).toMatchObject({ status: 200, body: "" });
    expect((await get("/", { method: "POST" })).status).toBe(405);
  });

  test.each(["/../outside.txt", "/%2e%2e/outside.txt", "/..%2foutside.txt", "/assets/../../outside.txt", "/..%5coutside.txt", "/link.txt", "/.secret", "/assets", "/%00", "/%zz", "//etc/passwd", "/none"])(
    "shows nothing at %s",
    async (path) => {
      const { status, body } = await get(path);
      expect(status).toBe(404);
      expect(body).toBe("There is no such file.\n");
    },
  );

  test("is for this machine's own address only: another host's name is refused (DNS rebinding)", async () => {
    expect(await get("/", { headers: { host: `evil.example:${served.port}` } })).toMatchObject({ status: 403 });
    expect(await get("/", { headers: { host: "127.0.0.1" } })).toMatchObject({ status: 403 });
    expect(served.url).toBe(`http://127.0.0.1:${served.port}/#token=${served.token}`);
    expect(served.token).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe("the WebSocket", () => {
  test("lets the page in, and answers with the contract's subprotocol alone", async () => {
    const socket = open();
    await new Promise((resolve) => socket.on("open", resolve));
    expect(socket.protocol).toBe(SUBPROTOCOL);
    expect(socket.extensions).toBe("");
    socket.terminate();
  });

  test.each<[string, () => Attempt, number]>([
    ["no token", () => ({ protocols: [SUBPROTOCOL] }), 401],
    ["a wrong token", () => ({ protocols: [SUBPROTOCOL, `token.${"0".repeat(64)}`] }), 401],
    ["an empty token", () => ({ protocols: [SUBPROTOCOL, "token."] }), 401],
    ["half a token", () => ({ protocols: [SUBPROTOCOL, `token.${served.token.slice(0, 32)}`] }), 401],
    ["the token alone", () => ({ protocols: [`token.${served.token}`] }), 401],
    ["another site's page", () => ({ headers: { origin: "https://evil.example" } }), 403],
    ["a page of another port", () => ({ headers: { origin: `http://127.0.0.1:${served.port + 1}` } }), 403],
    ["a page by another name", () => ({ headers: { origin: `http://localhost:${served.port}` } }), 403],
    ["an opaque origin", () => ({ headers: { origin: "null" } }), 403],
    ["no origin", () => ({ headers: {} }), 403],
    ["another host", () => ({ headers: { ...goodHeaders(), host: `evil.example:${served.port}` } }), 403],
    ["another path", () => ({ path: "/other" }), 403],
    ["the token in the path", () => ({ path: `/engine?token=${served.token}`, protocols: [SUBPROTOCOL] }), 403],
  ])("refuses %s", async (_, attempt, status) => {
    expect(await statusOf(open(attempt()))).toBe(status);
  });

  test("speaks the contract, and outlives garbage", async () => {
    const socket = open();
    const replies: { id?: number; type?: string; code?: string }[] = [];
    const answered = new Promise((resolve) => {
      socket.on("message", (data: Buffer) => {
        const message = JSON.parse(data.toString()) as { id?: number; type?: string; code?: string };
        if (message.type === "item") return;
        replies.push(message);
        if (message.id === 5) resolve(undefined);
      });
    });
    await new Promise((resolve) => socket.on("open", resolve));
    for (const text of ["{ broken", "", "null", '"call"', "[[[[", '{"type":"call","id":1}', Buffer.from([0xff, 0x00])]) socket.send(text);
    socket.send(JSON.stringify({ type: "call", id: 5, name: "run.report", request: {} }));
    await answered;
    expect(replies.filter((reply) => reply.code === "wrong-use")).toHaveLength(7);
    expect(replies.find((reply) => reply.id === 5)).toEqual({ type: "answer", id: 5, response: { report: null } });
    expect(engine.logged).toEqual([]);
    socket.terminate();
  });

  test("ends a connection that sends too much, and no other", async () => {
    const [greedy, other] = [open(), open()];
    await Promise.all([greedy, other].map((socket) => new Promise((resolve) => socket.on("open", resolve))));
    greedy.on("error", () => {});
    const closed = closing(greedy);
    greedy.send(Buffer.alloc(MAX_MESSAGE_BYTES + 1, 0x20), { binary: false });
    expect(await closed).toBe(1009);
    expect(other.readyState).toBe(WebSocket.OPEN);
    other.terminate();
  });

  test("ends a connection whose other side no longer answers pings", async () => {
    const socket = open();
    socket.pong = () => {};
    expect(await closing(socket)).toBe(1006);
  });

  test("survives a client that vanishes in the middle of a frame", async () => {
    const socket = open();
    await new Promise((resolve) => socket.on("open", resolve));
    const raw = (socket as unknown as { _socket: ReturnType<typeof connect> })._socket;
    raw.write(Buffer.from([0x81, 0xfe, 0x10]));
    raw.resetAndDestroy();
    expect(await statusOf(open())).toBe(101);
  });
});

test("a port in use is said to be, with the way out", async () => {
  const second = serveApp({ host: engine.host, rendererFolder: join(folder, "renderer"), port: served.port });
  await expect(second).rejects.toMatchObject({ code: "port-in-use", message: expect.stringMatching(new RegExp(`${served.port}.*--port`)) });
  const unbuilt = serveApp({ host: engine.host, rendererFolder: folder });
  await expect(unbuilt).rejects.toMatchObject({ code: "file-not-found", hint: expect.stringContaining("npm run build") });
});

test("a browser's client streams over it, and finds its way back when the connection is lost", async () => {
  class PageSocket extends WebSocket {
    constructor(url: string, protocols: string[]) {
      super(url, protocols, { headers: goodHeaders() });
      sockets.push(this);
    }
  }
  const sockets: WebSocket[] = [];
  const statuses: string[] = [];
  const client = connectEngine(`ws://127.0.0.1:${served.port}/engine`, served.token, ({ status }) => statuses.push(status), {
    WebSocket: PageSocket as unknown as WebSocketConstructor,
  });
  const frames: number[] = [];
  client.on("frame", (frame) => frames.push(frame.seq));
  expect(await client.call("run.start", { design: testDesign, mode: "forecast" })).toMatchObject({ phase: "running" });
  const { listener } = engine.executors.at(-1) ?? expect.fail("no executor was made");
  for (let seq = 1; seq <= 100; seq++) listener.onFrame?.(fakeFrame(seq));
  await expect.poll(() => frames.length).toBe(100);
  sockets[0]?.terminate();
  await expect.poll(() => statuses).toEqual(["connecting", "connected", "reconnecting", "connected"]);
  // The new connection was told the newest frame, and gets the next.
  await expect.poll(() => frames.at(-1)).toBe(100);
  listener.onFrame?.(fakeFrame(101));
  await expect.poll(() => frames.at(-1)).toBe(101);
  expect(await client.call("run.stop", {})).toMatchObject({ phase: "finished" });
  client.close();
});

test("a slow screen misses frames instead of filling our memory, and gets the newest, every state and the report", async () => {
  // Pings are far apart: who does not read does not answer them either.
  const patient = await serveApp({ host: engine.host, rendererFolder: join(folder, "renderer") });
  const socket = new WebSocket(`ws://127.0.0.1:${patient.port}/engine`, [SUBPROTOCOL, `token.${patient.token}`], { origin: `http://127.0.0.1:${patient.port}` });
  const seqs: number[] = [];
  const others: string[] = [];
  const reported = new Promise((resolve) =>
    socket.on("message", (data: Buffer) => {
      const message = JSON.parse(data.toString()) as { stream?: string; item?: { seq: number; phase: string } };
      if (message.stream === "frame" && message.item) seqs.push(message.item.seq);
      else if (message.stream === "state") others.push(message.item?.phase ?? "");
      else if (message.stream === "report") others.push("report");
      if (message.stream === "report") resolve(undefined);
    }),
  );
  await new Promise((resolve) => socket.on("open", resolve));
  const starter = connectScreen(engine.host);
  await starter.client.call("run.start", { design: testDesign, mode: "forecast" });
  const executor = engine.executors.at(-1) ?? expect.fail("no executor was made");
  socket.pause();
  const heavy = [{ what: "x".repeat(100_000), by: "y" }];
  const before = process.memoryUsage().rss;
  for (let seq = 1; seq <= 3000; seq++) {
    executor.listener.onFrame?.(fakeFrame(seq, { saturated: heavy }));
    // Lets what can be sent be sent.
    await new Promise((resolve) => setImmediate(resolve));
  }
  executor.end();
  expect(process.memoryUsage().rss - before).toBeLessThan(150 * 1024 * 1024);
  socket.resume();
  await reported;
  await expect.poll(() => seqs.at(-1)).toBe(3000);
  expect(seqs.length).toBeLessThan(1500);
  // Before them comes where the last run stood.
  expect(others.slice(-3)).toEqual(["running", "finished", "report"]);
  starter.client.close();
  await patient.close();
});

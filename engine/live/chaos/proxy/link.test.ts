import { mkdtempSync, rmSync } from "node:fs";
import { connect, createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { Link } from "./link.ts";

/** Answers with what it is sent. */
let echo: Server;
let folder = "";
let link: Link;
const clients: Socket[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "spillway-link-"));
  echo = createServer((socket) => void socket.on("error", () => {}).pipe(socket));
  await new Promise<void>((resolve) => void echo.listen(join(folder, "echo.sock"), resolve));
});
afterAll(() => {
  echo.close();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(async () => void (link = await Link.open({ path: join(folder, "echo.sock") })));
afterEach(() => {
  for (const client of clients.splice(0)) client.destroy();
  link.close();
});

interface Client {
  readonly socket: Socket;
  text(): string;
  bytes(): number;
  isClosed(): boolean;
}

function client(): Client {
  const socket = connect(link.endpoint as { path: string });
  clients.push(socket);
  const chunks: Buffer[] = [];
  let isClosed = false;
  socket.on("data", (chunk: Buffer) => chunks.push(chunk));
  socket.on("close", () => (isClosed = true));
  socket.on("error", () => {});
  return { socket, text: () => Buffer.concat(chunks).toString(), bytes: () => chunks.reduce((sum, { length }) => sum + length, 0), isClosed: () => isClosed };
}

describe("O4 a proxy between a zone and Redis", () => {
  it("passes everything on in its order, and ends a connection with its other side", async () => {
    const { socket, bytes, isClosed } = client();
    const sent = Buffer.alloc(3_000_000, "spillway ");
    const got: Buffer[] = [];
    socket.on("data", (chunk: Buffer) => got.push(chunk));
    socket.write(sent);
    await expect.poll(bytes).toBe(sent.length);
    expect(Buffer.concat(got).equals(sent)).toBe(true);
    link.close();
    await expect.poll(isClosed).toBe(true);
  });

  it("reads no more than it can pass on", async () => {
    link.set([{ type: "partition" }]);
    const { socket } = client();
    const sent = 8_000_000;
    for (let n = 0; n < 100; n++) socket.write(Buffer.alloc(sent / 100));
    await expect.poll(() => socket.writableLength).toBeLessThan(sent);
    // What the sockets and the proxy hold is little; the rest stays with who sends.
    expect(socket.writableLength).toBeGreaterThan(sent / 2);
  });

  it("holds answers back by the latency, and keeps their order whatever the jitter", async () => {
    link.set([{ type: "latency", latencyMs: 60, jitterMs: 50, site: 7 }]);
    const { socket, text } = client();
    const beganMs = performance.now();
    for (let n = 0; n < 10; n++) socket.write(`${n} `);
    await expect.poll(text, { interval: 5 }).toBe("0 1 2 3 4 5 6 7 8 9 ");
    expect(performance.now() - beganMs).toBeGreaterThan(10);
  });

  it("passes so many bytes a second, each way", async () => {
    link.set([{ type: "bandwidth", bytesPerMs: 100 }]);
    const { socket, bytes } = client();
    const beganMs = performance.now();
    socket.write(Buffer.alloc(10_000));
    await expect.poll(bytes, { interval: 5 }).toBe(10_000);
    expect(performance.now() - beganMs).toBeGreaterThan(190);
  });

  it("lets nothing through while the two are apart, and everything afterwards", async () => {
    const { socket, text } = client();
    socket.write("before ");
    await expect.poll(text).toBe("before ");
    link.set([{ type: "partition" }]);
    socket.write("meanwhile ");
    const other = client();
    other.socket.write("too");
    await expect.poll(() => socket.bytesWritten).toBe(17);
    expect([text(), other.text()]).toEqual(["before ", ""]);
    link.set([]);
    await expect.poll(() => [text(), other.text()]).toEqual(["before meanwhile ", "too"]);
  });

  it("drops what comes, and closes the connection when that is over, or after the timeout", async () => {
    const { socket, text, isClosed } = client();
    socket.write("kept ");
    await expect.poll(text).toBe("kept ");
    link.set([{ type: "timeout", timeoutMs: 0 }]);
    socket.write("lost");
    await expect.poll(() => socket.writableLength).toBe(0);
    expect(isClosed()).toBe(false);
    link.set([]);
    await expect.poll(isClosed).toBe(true);
    expect(text()).toBe("kept ");
    link.set([{ type: "timeout", timeoutMs: 20 }]);
    const next = client();
    await expect.poll(next.isClosed).toBe(true);
  });

  it("cuts what comes from Redis into slices, each after the one before", async () => {
    link.set([{ type: "slicer", averageSize: 100, sizeVariation: 50, delayMs: 5, site: 7 }]);
    const { socket } = client();
    const got: Buffer[] = [];
    socket.on("data", (chunk: Buffer) => got.push(chunk));
    const sent = Buffer.from(Array.from({ length: 1000 }, (_, at) => at % 251));
    const beganMs = performance.now();
    socket.write(sent);
    await expect.poll(() => Buffer.concat(got).equals(sent), { interval: 5 }).toBe(true);
    // Of 50 to 150 bytes: seven slices at least, and as many delays but one. Those that are late may come together.
    expect(performance.now() - beganMs).toBeGreaterThan(28);
    expect(got.length).toBeGreaterThan(2);
    expect(Math.min(...got.slice(0, -1).map(({ length }) => length))).toBeGreaterThanOrEqual(50);
  });

  it("closes a connection when so many bytes have come from Redis, with exactly those; the next one has as many again", async () => {
    link.set([{ type: "limit-data", bytes: 1000 }]);
    const first = client();
    first.socket.write(Buffer.alloc(900));
    await expect.poll(first.bytes).toBe(900);
    expect(first.isClosed()).toBe(false);
    first.socket.write(Buffer.alloc(900));
    await expect.poll(first.isClosed).toBe(true);
    expect(first.bytes()).toBe(1000);
    const second = client();
    second.socket.write(Buffer.alloc(5000));
    await expect.poll(second.isClosed).toBe(true);
    expect(second.bytes()).toBe(1000);
    link.set([]);
    const third = client();
    third.socket.write(Buffer.alloc(5000));
    await expect.poll(third.bytes).toBe(5000);
  });

  it("tells the one side only later that the other has closed the connection; at once when that is over", async () => {
    let closedMs = 0;
    const atRedis: Socket[] = [];
    const accepted = (socket: Socket): void => {
      atRedis.push(socket);
      socket.on("close", () => (closedMs = performance.now()));
    };
    echo.on("connection", accepted);
    // One after the other, so that it is known which connection at Redis is whose.
    const joined = async (): Promise<Client> => {
      const each = client();
      each.socket.write("a");
      await expect.poll(each.text, { interval: 5 }).toBe("a");
      return each;
    };
    const first = await joined();
    const second = await joined();
    link.set([{ type: "slow-close", delayMs: 60 }]);
    const beganMs = performance.now();
    first.socket.destroy();
    await expect.poll(() => closedMs, { interval: 5 }).toBeGreaterThan(0);
    expect(closedMs - beganMs).toBeGreaterThan(55);
    link.set([{ type: "slow-close", delayMs: 3_600_000 }]);
    // The other way round.
    atRedis[1]!.destroy();
    await expect.poll(() => closedMs > beganMs + 61).toBe(true);
    expect(second.isClosed()).toBe(false);
    link.set([]);
    await expect.poll(second.isClosed).toBe(true);
    echo.off("connection", accepted);
  });

  it("resets connections, new ones too, until that is over", async () => {
    const first = client();
    first.socket.write("a");
    await expect.poll(first.text).toBe("a");
    link.set([{ type: "reset", timeoutMs: 0 }]);
    const second = client();
    await expect.poll(() => first.isClosed() && second.isClosed()).toBe(true);
    link.set([]);
    const third = client();
    third.socket.write("c");
    await expect.poll(third.text).toBe("c");
  });
});

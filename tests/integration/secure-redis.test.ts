import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Redis } from "ioredis";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkRedisServer } from "../../engine/redis/check-server.ts";
import { makeCertificates, type Certificates } from "../support/certificates.ts";
import { designOf, evenly, service, SINK } from "../support/designs.ts";
import { freePort, startRedisProcess, type RedisProcess } from "../support/redis-server.ts";
import { runCli, startCli } from "./cli-process.ts";

/** What a run may do with a Redis, as docs/scale-out.md lists it. */
const RIGHTS = ["~{spillway.*", "&{spillway.*", "+@all", "-@admin", "-@dangerous", "+info", "+client|id", "+client|unblock", "+client|list", "+scan"];
const SECRET = "hunter2-of-the-run";

let folder = "";
let server: RedisProcess | undefined;
let admin: Redis | undefined;
let files: Certificates | undefined;
let url = "";

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "spillway-tls-"));
  files = makeCertificates(folder);
  if (!files) return;
  const port = await freePort();
  const { ca, server: own, client } = files;
  server = startRedisProcess(["--port", "0", "--tls-port", String(port), "--tls-cert-file", own.cert, "--tls-key-file", own.key, "--tls-ca-cert-file", ca, "--tls-auth-clients", "yes", "--bind", "127.0.0.1", "--save", ""]);
  const pem = (path: string): string => readFileSync(path, "utf8");
  admin = new Redis({ port, host: "127.0.0.1", tls: { ca: pem(ca), cert: pem(client.cert), key: pem(client.key) }, retryStrategy: () => 20, maxRetriesPerRequest: null });
  admin.on("error", () => {});
  await admin.call("ACL", "SETUSER", "runner", "on", `>${SECRET}`, ...RIGHTS);
  await admin.call("ACL", "SETUSER", "default", "off");
  url = `rediss://127.0.0.1:${port}`;
});
afterAll(async () => {
  admin?.disconnect();
  await server?.end();
  rmSync(folder, { recursive: true, force: true });
});

function design(): string {
  const path = join(folder, "small.spillway.json");
  writeFileSync(path, JSON.stringify(designOf({ p: evenly(200, 40), q: ["queue", { delayMs: 20, deduplicate: { by: "id", windowMs: 1000 } }], c: service(2), t: ["topic", { partitions: 2 }], d: service(1), s: SINK }, ["p > q", "q > c", "c > t", "t > d", "d > s"])));
  return path;
}

/** With what the user and the files are given by the environment; the address itself holds no secret. */
function environment(more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  return { SPILLWAY_DATA: join(folder, "data"), SPILLWAY_REDIS_URL: "", SPILLWAY_REDIS_CA: files?.ca, SPILLWAY_REDIS_CERT: files?.client.cert, SPILLWAY_REDIS_KEY: files?.client.key, ...more };
}

describe("a Redis over TLS, with a password and a user of few rights", () => {
  it("carries a run whose password nobody sees: not in output, report, or the list of processes", async ({ skip }) => {
    if (!files) return skip("There is no openssl here.");
    const report = join(folder, "report.json");
    const cli = startCli(["run", design(), "--redis", url.replace("//", `//runner:${SECRET}@`), "--report", report], environment());
    await cli.wrote("stderr", /Running/);
    expect(execFileSync("ps", ["-A", "-o", "args="], { encoding: "utf8" })).not.toContain(SECRET);
    const { code, stdout, stderr } = await cli.ended;
    expect(`${stdout}${stderr}${readFileSync(report, "utf8")}`).not.toContain(SECRET);
    expect(stderr).not.toMatch(/warning|NOPERM/i);
    expect(JSON.parse(readFileSync(report, "utf8"))).toMatchObject({ ledger: { produced: 40, delivered: 40, balanced: true } });
    expect(code).toBe(0);
  });

  it("is refused without a word of the password: wrong, missing, or for whom the authority is unknown", async ({ skip }) => {
    if (!files) return skip("There is no openssl here.");
    const wrong = await runCli(["run", design(), "--redis", url], environment({ SPILLWAY_REDIS_USERNAME: "runner", SPILLWAY_REDIS_PASSWORD: `${SECRET}-not`, SPILLWAY_DEBUG: "1" }));
    expect(wrong.stderr).toContain("refused the user name or password");
    expect(`${wrong.stdout}${wrong.stderr}`).not.toContain(SECRET);
    await expect(checkRedisServer(`${url}?ca=${files.ca}&cert=${files.client.cert}&key=${files.client.key}`)).rejects.toMatchObject({ message: expect.stringContaining("SPILLWAY_REDIS_PASSWORD") as string });
    await expect(checkRedisServer(url)).rejects.toMatchObject({ code: "redis-refused", message: expect.stringMatching(/TLS handshake .*certificate/) as string });
    await expect(checkRedisServer(`${url}?ca=/nowhere.pem`)).rejects.toMatchObject({ code: "file-not-found" });
  });
});

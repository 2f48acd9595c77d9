import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

const scripts = join(import.meta.dirname, "..", "..", "scripts");
let folder = "";

beforeEach(() => { folder = mkdtempSync(join(tmpdir(), "spillway-test-")); });
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(path: string, text: string, mode = 0o644): string {
  const full = join(folder, path);
  mkdirSync(dirname(full), { recursive: true });
  writeFileSync(full, text);
  chmodSync(full, mode);
  return full;
}

/** Runs some script code in a Node of its own; the modules of scripts/ are under `from`. */
async function run(code: string, environment: NodeJS.ProcessEnv = {}): Promise<{ output: string; failed: boolean }> {
  const source = `const from = (name) => import(${JSON.stringify(scripts)} + "/" + name);\n${code}`;
  try {
    const options = { env: { ...process.env, npm_execpath: "", ...environment } };
    const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "-e", source], options);
    return { output: stdout.trim(), failed: false };
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    return { output: `${stdout}${stderr}`.trim(), failed: true };
  }
}

describe("the dependencies", () => {
  const lock = JSON.stringify({ packages: { "": {}, "node_modules/a": { version: "1.0.0" }, "node_modules/b": { version: "2.0.0", optional: true } } });

  /** A stand-in for npm that leaves a trace. */
  function fakeNpm(): string {
    return write("bin/npm-cli.js", `require("node:fs").appendFileSync(${JSON.stringify(join(folder, "calls"))}, process.argv.slice(2).join(" ") + "\\n");
      require("node:fs").mkdirSync("node_modules", { recursive: true });`);
  }

  async function ensure(): Promise<string[]> {
    const { output } = await run(`await (await from("lib/dependencies.mjs")).ensureDependencies(${JSON.stringify(folder)});`, { npm_execpath: fakeNpm() });
    expect(output).toBe("");
    return existsSync(join(folder, "calls")) ? readFileSync(join(folder, "calls"), "utf8").trim().split("\n") : [];
  }

  test("are installed once, and again only when the lock file has changed", async () => {
    write("package-lock.json", lock);
    expect(await ensure()).toEqual([expect.stringMatching(/^ci .*--no-audit --no-fund --prefer-offline$/)]);
    expect(await ensure()).toHaveLength(1);
    write("package-lock.json", lock.replace("1.0.0", "1.0.1"));
    expect(await ensure()).toHaveLength(2);
  });

  test("that the user installed are taken as they are when they are the lock file's", async () => {
    write("package-lock.json", lock);
    write("node_modules/.bin/a", "");
    write("node_modules/.package-lock.json", JSON.stringify({ packages: { "node_modules/a": { version: "1.0.0" } } }));
    expect(await ensure()).toEqual([]);
    expect(readFileSync(join(folder, "node_modules/.spillway-install"), "utf8")).toBe(createHash("sha256").update(lock).digest("hex"));
  });

  test("that the user installed are replaced when they are not the lock file's", async () => {
    write("package-lock.json", lock);
    write("node_modules/.bin/a", "");
    write("node_modules/.package-lock.json", JSON.stringify({ packages: { "node_modules/a": { version: "0.9.0" } } }));
    expect(await ensure()).toHaveLength(1);
  });

  test("are refused on a Node that is too old, with both versions", async () => {
    const { output, failed } = await run(`(await from("lib/dependencies.mjs")).checkNode("18.20.1");`);
    expect(failed).toBe(true);
    expect(output).toContain("Spillway needs Node 20.19 or newer; this is Node 18.20.1.");
  });
});

describe.skipIf(process.platform === "win32")("the Redis binary", () => {
  function server(path: string, version: string): string {
    return write(path, `#!/bin/sh\necho "Redis server v=${version} sha=0"\n`, 0o755);
  }

  async function ensure(environment: NodeJS.ProcessEnv, install = "() => {}"): Promise<string> {
    const { output } = await run(`const { ensureRedis } = await from("lib/redis.mjs");
      const { ScriptError } = await from("lib/report.mjs");
      const { execFileSync } = await import("node:child_process");
      try {
        console.log(await ensureRedis({ environment: ${JSON.stringify(environment)}, folders: [], install: ${install} }));
      } catch (error) { console.log(error.message); }`);
    return output;
  }

  test("is the first on the PATH that is new enough, Redis or Valkey", async () => {
    server("old/redis-server", "6.0.16");
    const valkey = server("new/valkey-server", "8.0.1");
    expect(await ensure({ PATH: `${join(folder, "old")}:${join(folder, "new")}` })).toBe(valkey);
  });

  test("is installed where there is none, and then used", async () => {
    const install = `(name) => execFileSync("/bin/sh", ["-c", "mkdir -p ${folder}/bin && printf '#!/bin/sh\\\\necho v=7.0.15\\\\n' > ${folder}/bin/" + name + " && chmod 755 ${folder}/bin/" + name])`;
    expect(await ensure({ PATH: join(folder, "bin") }, install)).toBe(join(folder, "bin", "redis-server"));
  });

  test("that cannot be installed ends in the reason and the two ways on", async () => {
    const output = await ensure({ PATH: folder }, `() => { throw new ScriptError("apt-get said no."); }`);
    expect(output).toMatch(/apt-get said no\.\nTwo ways on:\n.*SPILLWAY_REDIS_BINARY.*\n.*--redis URL/);
  });

  test("that was named but does not run is told, and nothing is installed", async () => {
    expect(await ensure({ SPILLWAY_REDIS_BINARY: "/nowhere/redis" }, `() => { throw new Error("installed"); }`)).toContain("/nowhere/redis");
  });
});

describe("npm start", () => {
  async function plan(given: string[], hasBrowser = true): Promise<unknown> {
    const { output } = await run(`const { startPlan } = await from("lib/start-plan.mjs");
      console.log(JSON.stringify(startPlan(${JSON.stringify(given)}, { root: "/app", hasBrowser: ${hasBrowser} })));`);
    return JSON.parse(output);
  }

  test("opens the sample in a window", async () => {
    const sample = join("/app", "examples", "order-pipeline.spillway.json");
    expect(await plan([])).toEqual({ wantsWindow: true, needsRedis: true, open: ["--open"], parameters: [sample] });
  });

  test("opens the design it is given and hands on the rest", async () => {
    expect(await plan(["mine.spillway.json", "--redis", "redis://host"])).toMatchObject({
      needsRedis: false,
      parameters: ["mine.spillway.json", "--redis", "redis://host"],
    });
  });

  test("opens nothing with --no-open, nor a browser where none can be shown", async () => {
    expect(await plan(["--no-open"])).toMatchObject({ wantsWindow: false, open: [] });
    expect(await plan([], false)).toMatchObject({ open: [] });
  });

  test("needs a display for a window on Linux, and says so", async () => {
    const { output } = await run(`console.log((await (await from("lib/electron.mjs")).ensureElectron("/app", {})).reason);`);
    if (process.platform === "linux") expect(output).toBe("No display");
  });
});

describe("npm test", () => {
  async function close(report: unknown): Promise<string> {
    return (await run(`const { closingLine, countsOf } = await from("lib/results.mjs"); console.log(closingLine(countsOf(${JSON.stringify(report)})));`)).output;
  }
  const report = { numPassedTests: 3, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0, testResults: [] };

  test("closes with the counts, and names skipped tests only when there are any", async () => {
    expect(await close(report)).toBe("3 passed, 0 failed");
    expect(await close({ ...report, numFailedTests: 1, numPendingTests: 2 })).toBe("3 passed, 1 failed, 2 skipped");
  });

  test("counts a file that does not load as a failure", async () => {
    expect(await close({ ...report, testResults: [{ status: "failed", assertionResults: [] }] })).toBe("3 passed, 1 failed");
  });
});

describe("the build", () => {
  const output = () => join(folder, "dist", "node", "cli.js");

  function build(): Promise<{ output: string; failed: boolean }> {
    return run(`const { build } = await from("build.mjs"); await build({ root: ${JSON.stringify(folder)}, only: ["node"] });`);
  }

  beforeEach(() => {
    write("package-lock.json", "{}");
    write("engine/host/main.ts", `import { name } from "../../design/name.ts"; console.log("host", name);`);
    write("engine/cli/main.ts", `import { name } from "../../design/name.ts"; console.log("cli", name);`);
    write("design/name.ts", `export const name: string = "one";`);
  });

  async function printed(): Promise<string> {
    return (await promisify(execFile)(process.execPath, [output()])).stdout.trim();
  }

  test("does nothing while no source has changed", async () => {
    await build();
    const { mtimeMs, ino } = statSync(output());
    expect((await build()).output).toBe("");
    expect(statSync(output())).toMatchObject({ mtimeMs, ino });
  });

  test("follows an edit, and a test file is none", async () => {
    await build();
    expect(await printed()).toBe("cli one");
    const { ino } = statSync(output());
    write("design/name.test.ts", "");
    await build();
    expect(statSync(output()).ino).toBe(ino);
    write("design/name.ts", `export const name: string = "two!";`);
    await build();
    expect(await printed()).toBe("cli two!");
  });

  test("by several processes at once gives one whole result", async () => {
    const results = await Promise.all([build(), build(), build()]);
    expect(results.map((result) => result.failed)).toEqual([false, false, false]);
    expect(await printed()).toBe("cli one");
    expect(existsSync(join(folder, "dist", ".build.lock"))).toBe(false);
  });

  test("that fails says where, and leaves the last good one in place", async () => {
    await build();
    write("design/name.ts", "export const name = ;");
    const { output: message, failed } = await build();
    expect(failed).toBe(true);
    expect(message).toMatch(/Building node failed[\s\S]*name\.ts/);
    expect(await printed()).toBe("cli one");
  });

  test("takes over the lock of one that was killed", async () => {
    write("dist/.build.lock", "999999999");
    expect((await build()).failed).toBe(false);
  });
});

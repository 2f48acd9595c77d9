import { execFile } from "node:child_process";
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { standInHost } from "../support/electron-stand-in/desktop-driver.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const run = promisify(execFile);

/** How Electron's binary marks its fuses: this text, a version, their number, then one character each. */
const SENTINEL = "dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX";
const FUSES = [
  "runAsNode",
  "enableCookieEncryption",
  "enableNodeOptionsEnvironmentVariable",
  "enableNodeCliInspectArguments",
  "enableEmbeddedAsarIntegrityValidation",
  "onlyLoadAppFromAsar",
  "loadBrowserProcessSpecificV8Snapshot",
  "grantFileProtocolExtraPrivileges",
];

/** A folder that looks like Electron's for Linux: names as they are, a binary that has nothing but its fuses. */
function makeElectronFolder(folder: string): void {
  mkdirSync(join(folder, "resources"), { recursive: true });
  mkdirSync(join(folder, "locales"));
  writeFileSync(join(folder, "version"), JSON.parse(readFileSync(join(ROOT, "node_modules/electron/package.json"), "utf8")).version as string);
  const wire = Buffer.concat([Buffer.from(SENTINEL), Buffer.from([1, FUSES.length]), Buffer.from("10111001")]);
  writeFileSync(join(folder, "electron"), Buffer.concat([Buffer.alloc(64), wire, Buffer.alloc(64)]));
  chmodSync(join(folder, "electron"), 0o755);
  for (const name of ["LICENSE", "LICENSES.chromium.html", "icudtl.dat", "chrome-sandbox", "locales/en-US.pak"]) {
    writeFileSync(join(folder, name), "");
  }
}

describe("the packed app", () => {
  let folder: string;
  let asar: Map<string, Buffer>;
  let files: string[];
  let unpacked: string;

  beforeAll(async () => {
    await run(process.execPath, [join(ROOT, "scripts", "build.mjs")]);
    folder = mkdtempSync(join(tmpdir(), "spillway-packaging-"));
    makeElectronFolder(join(folder, "electron"));
    const builder = join(ROOT, "node_modules", "electron-builder", "cli.js");
    await run(
      process.execPath,
      [builder, "--linux", "--x64", "--dir", `-c.electronDist=${join(folder, "electron")}`, `-c.directories.output=${join(folder, "out")}`],
      { cwd: ROOT },
    );
    asar = readAsar(join(folder, "out", "linux-unpacked", "resources", "app.asar"));
    files = [...asar.keys()];
    unpacked = join(folder, "unpacked");
    for (const [file, content] of asar) {
      mkdirSync(dirname(join(unpacked, file)), { recursive: true });
      writeFileSync(join(unpacked, file), content);
    }
    // Native modules lie beside the archive.
    cpSync(join(folder, "out", "linux-unpacked", "resources", "app.asar.unpacked"), unpacked, { recursive: true, force: true });
  }, 180_000);

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  function textOf(file: string): string {
    return asar.get(file)?.toString("utf8") ?? "";
  }

  test("starts with the main process and holds the preload, the engine, its workers and the screen", () => {
    expect(JSON.parse(textOf("/package.json"))).toMatchObject({ main: "dist/electron/main.js", type: "module" });
    for (const file of ["electron/main.js", "electron/preload.cjs", "electron/engine-process.js", "node/worker.js", "node/load.js", "node/chaos.js", "node/forecast.js", "node/sandbox.js", "node/check-export.js", "renderer/index.html"]) {
      expect(files).toContain(`/dist/${file}`);
    }
  });

  test("holds no sources, tests, types or maps of ours", () => {
    const ours = files.filter((file) => !file.startsWith("/node_modules"));
    expect(ours.filter((file) => /\.(tsx?|map|tsbuildinfo)$|\.test\.|^\/(tests|docs|scripts)|^\/dist\/types/.test(file))).toEqual([]);
  });

  test("holds every package that its processes import, whole, and none of the tools it is made with", async () => {
    const scripts = files.filter((file) => /^\/dist\/(electron|node)\/[^/]+\.js$/.test(file));
    const imported = new Set(scripts.flatMap((file) => packagesImportedBy(textOf(file))));
    imported.delete("electron");
    expect(imported).toContain("zod");
    const program = `for (const name of ${JSON.stringify([...imported])}) await import(name);`;
    await run(process.execPath, ["--input-type=module", "--eval", program], { cwd: unpacked });
    for (const name of ["electron", "vite", "typescript", "playwright-core", "vitest", "react"]) {
      expect(files).not.toContain(`/node_modules/${name}/package.json`);
    }
  }, 60_000);

  test("C6 runs handlers in the sandbox with nothing but what it holds", async () => {
    expect(files).toContain("/node_modules/@jitl/quickjs-wasmfile-release-sync/dist/emscripten-module.wasm");
    const design = join(ROOT, "examples", "kinds", "consumer-handler.spillway.json");
    const { stdout } = await run(process.execPath, [join(unpacked, "dist", "node", "cli.js"), "forecast", design], { cwd: unpacked });
    expect(stdout).toContain("dead-lettered");
  }, 60_000);

  test("opens a design with nothing but what it holds", async () => {
    const app = await standInHost.launch(join(unpacked, "dist"), [join(unpacked, "examples", "order-pipeline.spillway.json")]);
    try {
      await app.page.getByText("Order service").first().waitFor();
    } finally {
      await app.close();
    }
  }, 60_000);

  test("has its fuses flipped: it runs this app and nothing else", () => {
    const binary = readFileSync(join(folder, "out", "linux-unpacked", "spillway"));
    const at = binary.indexOf(SENTINEL) + SENTINEL.length + 2;
    const states = Object.fromEntries(FUSES.map((name, index) => [name, String.fromCharCode(binary[at + index] ?? 0)]));
    expect(states).toMatchObject({
      runAsNode: "0",
      enableCookieEncryption: "1",
      enableNodeOptionsEnvironmentVariable: "0",
      enableNodeCliInspectArguments: "0",
      enableEmbeddedAsarIntegrityValidation: "1",
      onlyLoadAppFromAsar: "1",
      grantFileProtocolExtraPrivileges: "0",
    });
  });

  test("packs a Redis only where one was placed", () => {
    const placed = existsSync(join(ROOT, "build-resources", "redis", "linux-x64", "redis-server"));
    expect(existsSync(join(folder, "out", "linux-unpacked", "resources", "redis", "redis-server"))).toBe(placed);
  });
});

interface AsarEntry {
  files?: Record<string, AsarEntry>;
  size?: number;
  offset?: string;
}

/** The files of an archive by their paths: a header of JSON with sizes and offsets, then the contents. */
function readAsar(path: string): Map<string, Buffer> {
  const archive = readFileSync(path);
  const contentsAt = 8 + archive.readUInt32LE(4);
  const header = JSON.parse(archive.toString("utf8", 16, 16 + archive.readUInt32LE(12))) as AsarEntry;
  const found = new Map<string, Buffer>();
  function collect(entry: AsarEntry, at: string): void {
    if (entry.offset !== undefined) {
      const start = contentsAt + Number(entry.offset);
      found.set(at, archive.subarray(start, start + (entry.size ?? 0)));
    }
    for (const [name, inner] of Object.entries(entry.files ?? {})) collect(inner, `${at}/${name}`);
  }
  collect(header, "");
  return found;
}

/** The packages that an ES module imports, statically or not. */
function packagesImportedBy(text: string): string[] {
  const specifiers = [...text.matchAll(/^(?:import|export|\})[^;\n]*?\bfrom "([^"\s]+)"|^import "([^"\s]+)"|\bimport\("([^"\s]+)"\)/gm)].map((match) => match[1] ?? match[2] ?? match[3] ?? "");
  return specifiers
    .filter((name) => /^(@[\w-]+\/)?[\w-]/.test(name) && !name.startsWith("node:") && !builtinModules.includes(name))
    .map((name) => name.split("/").slice(0, name.startsWith("@") ? 2 : 1).join("/"));
}

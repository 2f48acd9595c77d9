import { readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { describe, expect, it } from "vitest";
import { lint, ROOT } from "./temporary-tree.ts";

/** What each room may import: other rooms, and packages that are nobody else's. `engine/contract` is a room of its own. */
const allowed: Record<string, readonly string[]> = {
  design: ["design"],
  "engine/contract": ["design", "engine/contract"],
  engine: ["design", "engine/contract", "engine"],
  renderer: ["design", "engine/contract", "renderer"],
  electron: ["design", "engine/contract", "engine", "electron"],
};

/** Where a package may be imported, by the beginning of the file's path. */
const homes: readonly { readonly packages: RegExp; readonly folders: readonly string[] }[] = [
  { packages: /^(bullmq|ioredis)(\/|$)/, folders: ["engine/redis/"] },
  { packages: /^@xyflow\//, folders: ["renderer/canvas/"] },
  { packages: /^(react|react-dom|zustand|lucide-react|radix-ui)(\/|$)/, folders: ["renderer/"] },
  { packages: /^electron(\/|$)/, folders: ["electron/"] },
  { packages: /^node:/, folders: ["engine/", "electron/", "renderer/vite.config.ts"] },
];

interface Import {
  readonly file: string;
  readonly from: string;
}

/** Every import of the rooms' sources, read by a pattern: no tool that the gates use has a part in it. */
function importsOf(room: string): Import[] {
  const files = readdirSync(join(ROOT, room), { recursive: true, encoding: "utf8" })
    .map((name) => posix.join(room, name.replaceAll("\\", "/")))
    .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file));
  return files.flatMap((file) => {
    // What an exported program imports is a text here.
    const text = readFileSync(join(ROOT, file), "utf8").replace(/= source`[\s\S]*?\n`;/g, "");
    return [...text.matchAll(/^(?:import|export)\b[^;"'`]*?\bfrom "([^"]+)"|^import "([^"]+)"|\bimport\("([^"]+)"\)/gm)].map((match) => ({ file, from: match[1] ?? match[2] ?? match[3] ?? "" }));
  });
}

function roomOf(path: string): string {
  return path.startsWith("engine/contract/") ? "engine/contract" : (path.split("/")[0] ?? "");
}

const imports = ["design", "engine", "renderer", "electron"].flatMap(importsOf);

describe("the rooms as they are", () => {
  it("import one another in one direction only", () => {
    const wrong = imports
      .filter(({ from }) => from.startsWith("."))
      .map(({ file, from }) => ({ file, to: posix.join(file, "..", from) }))
      .filter(({ file, to }) => !allowed[roomOf(file)]?.includes(roomOf(to)));
    expect(wrong).toEqual([]);
  });

  it("know the packages of other rooms not even by name", () => {
    const wrong = imports.filter(({ file, from }) => homes.some(({ packages, folders }) => packages.test(from) && !folders.some((folder) => file.startsWith(folder))));
    expect(wrong).toEqual([]);
  });

  it("were all read", () => {
    expect(imports.length).toBeGreaterThan(800);
    for (const room of ["design", "engine", "renderer", "electron"]) expect(imports.filter(({ file }) => roomOf(file) === room).length).toBeGreaterThan(20);
    expect(imports).toContainEqual({ file: "engine/redis/queue-reader.ts", from: "bullmq" });
  });

  it("have no cycles, and no import that the lint gate refuses", async () => {
    const { findings, files } = await lint(ROOT);
    expect(findings.filter(({ rule }) => /no-cycle|no-restricted-imports|no-default-export/.test(rule))).toEqual([]);
    expect(files).toBeGreaterThan(300);
  }, 30_000);
});

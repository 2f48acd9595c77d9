import { builtinModules } from "node:module";
import { posix } from "node:path";
import { parser } from "@lezer/javascript";
import { z } from "zod";
import type { ExportFile } from "../../../design/export/target.ts";
import type { Validity } from "./validity.ts";

const typescript = parser.configure({ dialect: "ts" });

const IMPORT = /^import (?:type )?\{ ([^}]*) \} from "([^"]+)";$/gm;
const EXPORT = /^export (?:declare )?(?:async )?(?:function|const|let|class|interface|type) ([A-Za-z_$][\w$]*)/gm;

const versions = z.record(z.string(), z.string().regex(/^\d+\.\d+\.\d+$/, "a version that is not pinned"));
const packageFile = z.looseObject({
  name: z.string().regex(/^[a-z0-9][a-z0-9._-]{0,213}$/),
  private: z.literal(true),
  type: z.literal("module"),
  scripts: z.record(z.string(), z.string()),
  dependencies: versions,
  devDependencies: versions,
});

/**
 * Checks that every module parses as TypeScript, that what it imports is there, and that package.json is one. Types are checked by the project's own
 * compiler, which does not come with Spillway: `npm run typecheck` in it, and the product's tests for every example.
 */
export async function validate(files: readonly ExportFile[]): Promise<Validity> {
  const modules = files.filter(({ language }) => language === "typescript");
  const { problems, packages } = packageProblems(files.find(({ path }) => path === "package.json"));
  const names = new Map(modules.map(({ path, text }) => [path, new Set([...text.matchAll(EXPORT)].map((match) => match[1] ?? ""))]));
  for (const module of modules) problems.push(...syntaxProblems(module), ...importProblems(module, names, packages));
  return { checkedWith: "@lezer/javascript (syntax) and its imports; npm run typecheck in the project checks its types", problems };
}

function packageProblems(file: ExportFile | undefined): { problems: string[]; packages: ReadonlySet<string> } {
  if (!file) return { problems: ["package.json is missing"], packages: new Set() };
  try {
    const parsed = packageFile.safeParse(JSON.parse(file.text));
    if (!parsed.success) return { problems: parsed.error.issues.map(({ path, message }) => `package.json: ${path.join(".")}: ${message}`), packages: new Set() };
    return { problems: [], packages: new Set(Object.keys(parsed.data.dependencies)) };
  } catch (error) {
    return { problems: [`package.json: ${error instanceof Error ? error.message : String(error)}`], packages: new Set() };
  }
}

/** The first place of a module that is not TypeScript. */
function syntaxProblems({ path, text }: ExportFile): string[] {
  let at: number | undefined;
  typescript.parse(text).iterate({ enter: ({ type, from }) => void (type.isError && (at ??= from)) });
  return at === undefined ? [] : [`${path}:${text.slice(0, at).split("\n").length}: this is no TypeScript`];
}

function importProblems({ path, text }: ExportFile, names: ReadonlyMap<string, ReadonlySet<string>>, packages: ReadonlySet<string>): string[] {
  return [...text.matchAll(IMPORT)].flatMap(([, list = "", from = ""]) => {
    if (!from.startsWith(".")) return packages.has(from) || (from.startsWith("node:") && builtinModules.includes(from.slice(5))) ? [] : [`${path}: ${from} is no dependency in package.json`];
    const target = posix.join(posix.dirname(path), from.replace(/\.js$/, ".ts"));
    const exported = names.get(target);
    if (!exported) return [`${path}: there is no ${target}`];
    const missing = list.split(", ").map((name) => name.replace(/^type /, "")).filter((name) => !exported.has(name));
    return missing.map((name) => `${path}: ${target} does not export ${name}`);
  });
}

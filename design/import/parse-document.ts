import { isAlias, LineCounter, parseDocument as parseYaml, visit } from "yaml";
import { MAX_JSON_DEPTH, parseJson } from "../document/parse-json.ts";
import type { Json } from "../document/schema.ts";
import { AppError } from "../errors.ts";
import { pointerTo } from "./values.ts";

/** The largest texts that are read, in characters. A YAML parser needs some seconds for 5 million. */
const LONGEST = { json: 50_000_000, yaml: 5_000_000 } as const;

/** The most values that a document may have once its aliases are written out: what multiplies itself beyond it is no configuration. */
const MOST_VALUES = 500_000;

/**
 * Reads JSON or YAML 1.2 (with YAML 1.1's merge keys, as Compose files use them) from anywhere: nothing in it is executed, dates and
 * tags stay texts, aliases cannot multiply without end. Throws an AppError `import-refused` that says in which line it is broken.
 */
export function parseDocument(text: string, fileName: string): Json {
  const looksLikeJson = /^\uFEFF?\s*[{[]/.test(text);
  const isYaml = /\.ya?ml$/i.test(fileName);
  if (looksLikeJson || /\.json$/i.test(fileName)) {
    if (text.length > LONGEST.json) throw tooLong(fileName, text, LONGEST.json);
    const parsed = parseJson(text);
    if (parsed.ok) return parsed.value;
    if (!isYaml) throw broken(fileName, "JSON", parsed);
  }
  if (text.length > LONGEST.yaml) throw tooLong(fileName, text, LONGEST.yaml);
  return readYaml(text, fileName);
}

function readYaml(text: string, fileName: string): Json {
  const lines = new LineCounter();
  try {
    const document = parseYaml(text, { schema: "core", merge: true, stringKeys: true, logLevel: "error", prettyErrors: false, lineCounter: lines });
    const [error] = document.errors;
    if (error !== undefined) {
      const { line, col } = lines.linePos(error.pos[0]);
      throw broken(fileName, "YAML", { line, column: col, reason: reasonOf(error) });
    }
    let value: unknown;
    try {
      value = document.toJS({ maxAliasCount: MOST_VALUES });
    } catch (cause) {
      if (!(cause instanceof ReferenceError)) throw cause;
      let at = 0;
      visit(document, { Alias: (_key, node) => void (isAlias(node) && at === 0 && (at = node.range?.[0] ?? 0)) });
      const { line, col } = lines.linePos(at);
      throw broken(fileName, "YAML", { line, column: col, reason: "its aliases multiply one another, or name an anchor that there is not" });
    }
    return jsonOf(value, fileName);
  } catch (cause) {
    if (cause instanceof RangeError) throw new AppError("import-refused", `${fileName} cannot be read: lists and objects lie too deep in one another.`, { cause });
    throw cause;
  }
}

/** A parser's sentence without its full stop and place. */
function reasonOf({ code, message }: { readonly code: string; readonly message: string }): string {
  if (code === "MULTIPLE_DOCS") return "a second document begins here; a file may hold one";
  if (message.includes("call stack")) return "lists and objects lie too deep in one another from here on";
  const [first = ""] = message.split("\n");
  return first.replace(/\.$/, "");
}

/** Checks that a value is plain JSON of a bearable size and depth, and copies nothing: what aliases share stays shared. */
function jsonOf(value: unknown, fileName: string): Json {
  let count = 0;
  const refused = (path: readonly (string | number)[], why: string): AppError => new AppError("import-refused", `${fileName} cannot be read: ${pointerTo(...path) || "the document"} ${why}.`);
  const check = (each: unknown, path: readonly (string | number)[]): void => {
    count += 1;
    if (count > MOST_VALUES) throw refused([], `has more than ${MOST_VALUES.toLocaleString("en")} values when its aliases are written out`);
    if (path.length > MAX_JSON_DEPTH) throw refused(path.slice(0, 3), `has lists and objects over ${MAX_JSON_DEPTH} deep in one another`);
    if (each === null || typeof each === "string" || typeof each === "boolean") return;
    if (typeof each === "number") {
      if (!Number.isFinite(each)) throw refused(path, "is no number that JSON has");
      return;
    }
    if (Array.isArray(each)) return each.forEach((item, index) => check(item, [...path, index]));
    if (typeof each !== "object") throw refused(path, "is nothing that JSON has");
    for (const [key, inner] of Object.entries(each)) {
      if (key === "__proto__") throw refused(path, 'has the property "__proto__", which is not allowed');
      check(inner, [...path, key]);
    }
  };
  check(value, []);
  return value as Json;
}

function broken(fileName: string, language: string, { line, column, reason }: { line: number; column: number; reason: string }): AppError {
  return new AppError("import-refused", `${fileName} is no ${language} that can be read: line ${line}, column ${column}: ${reason}.`);
}

function tooLong(fileName: string, text: string, longest: number): AppError {
  const millions = (length: number): string => `${Math.ceil(length / 1e6)} million characters`;
  return new AppError("import-refused", `${fileName} is too large to import: ${millions(text.length)}, of at most ${millions(longest)}.`);
}

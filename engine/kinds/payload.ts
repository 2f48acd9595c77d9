import type { Json } from "../../design/document/schema.ts";

/** What a generator may use: the event's number, key, time, and seeded numbers in (0, 1), one per placeholder. */
export interface PayloadInput {
  readonly seq: number;
  readonly key: string;
  readonly timeMs: number;
  draw(index: number): number;
}

type Fill = (input: PayloadInput) => Json;

const PLACEHOLDER = /\{\{\s*([a-z]+)((?:\s+[^\s}]+)*)\s*\}\}/g;

/**
 * Prepares a JSON template (rule P4). A text that is one placeholder becomes a value of its type; placeholders inside
 * longer texts are written into them; unknown ones stay as they are.
 */
export function compilePayload(template: Json): Fill {
  let index = 0;
  function compile(value: Json): Fill {
    if (typeof value === "string") return compileText(value, () => index++);
    if (Array.isArray(value)) {
      const items = value.map(compile);
      return (input) => items.map((item) => item(input));
    }
    if (typeof value === "object" && value !== null) {
      const entries = Object.entries(value).map(([name, inner]) => [name, compile(inner)] as const);
      return (input) => Object.fromEntries(entries.map(([name, fill]) => [name, fill(input)]));
    }
    return () => value;
  }
  return compile(template);
}

function compileText(text: string, nextIndex: () => number): Fill {
  const parts: (string | Fill)[] = [];
  let end = 0;
  for (const match of text.matchAll(PLACEHOLDER)) {
    const fill = generator(match[1] ?? "", (match[2] ?? "").trim().split(/\s+/).filter(Boolean), nextIndex);
    if (!fill) continue;
    if (match.index > end) parts.push(text.slice(end, match.index));
    parts.push(fill);
    end = match.index + match[0].length;
  }
  if (end === 0) return () => text;
  if (end < text.length) parts.push(text.slice(end));
  const [only] = parts;
  if (parts.length === 1 && typeof only === "function") return only;
  return (input) => parts.map((part) => (typeof part === "string" ? part : written(part(input)))).join("");
}

/** A generated value inside a longer text. */
function written(value: Json): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function generator(name: string, words: readonly string[], nextIndex: () => number): Fill | undefined {
  switch (name) {
    case "seq":
      return (input) => input.seq;
    case "key":
      return (input) => input.key;
    case "time":
      return (input) => input.timeMs;
    case "int": {
      const [low = 0, high = 100] = words.map(Number);
      const index = nextIndex();
      return (input) => Math.floor(low + input.draw(index) * (high - low + 1));
    }
    case "number": {
      const [low = 0, high = 1] = words.map(Number);
      const index = nextIndex();
      return (input) => low + input.draw(index) * (high - low);
    }
    case "pick": {
      const index = nextIndex();
      return words.length === 0 ? undefined : (input) => words[Math.floor(input.draw(index) * words.length)] ?? "";
    }
    case "uuid": {
      const first = nextIndex();
      const second = nextIndex();
      const third = nextIndex();
      const fourth = nextIndex();
      return (input) => uuid([first, second, third, fourth].map((i) => Math.floor(input.draw(i) * 4294967296)));
    }
    default:
      return undefined;
  }
}

/** A UUID of version 4's form from four seeded words. */
function uuid(words: readonly number[]): string {
  const digits = words.map((word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-4${digits.slice(13, 16)}-a${digits.slice(17, 20)}-${digits.slice(20, 32)}`;
}

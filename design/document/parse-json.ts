import type { Json } from "./schema.ts";

export type ParsedJson =
  | { readonly ok: true; readonly value: Json }
  | { readonly ok: false; readonly reason: string; readonly line: number; readonly column: number };

/** How deep lists and objects may lie in one another; everything that reads a design recursively relies on it. */
export const MAX_JSON_DEPTH = 100;

/** Ends a parse from wherever it is; never leaves this file. */
class ParseFailure extends Error {
  readonly offset: number;

  constructor(reason: string, offset: number) {
    super(reason);
    this.offset = offset;
  }
}

/**
 * Reads JSON (RFC 8259) that may come from a stranger or from a merge that went wrong. Beside syntax errors it refuses
 * what would be lost or do harm: a property given twice, `__proto__`, numbers beyond what a double holds, and nesting
 * over 100 deep. Never throws; says where, counting lines and columns from 1. A byte order mark is skipped.
 */
export function parseJson(text: string): ParsedJson {
  const start = text.startsWith("\uFEFF") ? 1 : 0;
  try {
    return { ok: true, value: new Parser(text, start).document() };
  } catch (error) {
    if (!(error instanceof ParseFailure)) throw error;
    const before = text.slice(0, error.offset);
    const line = before.split("\n").length;
    return { ok: false, reason: error.message, line, column: error.offset - before.lastIndexOf("\n") };
  }
}

class Parser {
  private depth = 0;

  constructor(
    private readonly text: string,
    private at: number,
  ) {}

  document(): Json {
    const value = this.value();
    this.skipSpace();
    if (this.at < this.text.length) this.fail("there is more after the end of the document");
    return value;
  }

  private value(): Json {
    this.skipSpace();
    switch (this.text[this.at]) {
      case "{":
        return this.nested(() => this.object());
      case "[":
        return this.nested(() => this.list());
      case '"':
        return this.string();
      case undefined:
        return this.fail("the file ends too early");
      default:
        return this.literal();
    }
  }

  private literal(): Json {
    for (const [word, value] of [["true", true], ["false", false], ["null", null]] as const) {
      if (!this.text.startsWith(word, this.at)) continue;
      this.at += word.length;
      return value;
    }
    return this.number();
  }

  private nested<Result>(read: () => Result): Result {
    if (++this.depth > MAX_JSON_DEPTH) this.fail(`lists and objects lie over ${MAX_JSON_DEPTH} deep in one another`);
    this.at += 1;
    const result = read();
    this.depth -= 1;
    return result;
  }

  private object(): Json {
    const result: Record<string, Json> = {};
    if (this.take("}")) return result;
    for (;;) {
      this.skipSpace();
      const start = this.at;
      if (this.text[start] === "}") this.fail("a comma stands before }");
      if (this.text[start] !== '"') this.fail("expected a property name in double quotes");
      const name = this.string();
      if (name === "__proto__") this.fail('the property "__proto__" is not allowed', start);
      if (Object.hasOwn(result, name)) this.fail(`the property "${name.slice(0, 40)}" is given twice`, start);
      if (!this.take(":")) this.fail("expected a colon");
      result[name] = this.value();
      if (this.take("}")) return result;
      if (!this.take(",")) this.fail("expected , or }");
    }
  }

  private list(): Json {
    const result: Json[] = [];
    if (this.take("]")) return result;
    for (;;) {
      this.skipSpace();
      if (this.text[this.at] === "]") this.fail("a comma stands before ]");
      result.push(this.value());
      if (this.take("]")) return result;
      if (!this.take(",")) this.fail("expected , or ]");
    }
  }

  private string(): string {
    const start = this.at;
    let escaped = false;
    for (let at = start + 1; at < this.text.length; at += 1) {
      const code = this.text.charCodeAt(at);
      if (code === 0x22) {
        this.at = at + 1;
        return escaped ? this.unescape(start) : this.text.slice(start + 1, at);
      }
      if (code < 0x20) this.fail("a text contains a line break or control character", at);
      if (code === 0x5c) {
        escaped = true;
        at += 1;
      }
    }
    return this.fail("a text is not closed", start);
  }

  private unescape(start: number): string {
    try {
      return JSON.parse(this.text.slice(start, this.at)) as string;
    } catch {
      return this.fail("a text contains an unknown escape", start);
    }
  }

  private number(): number {
    const pattern = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
    pattern.lastIndex = this.at;
    const digits = pattern.exec(this.text)?.[0];
    if (digits === undefined) return this.fail("expected a value");
    const value = Number(digits);
    if (!Number.isFinite(value)) this.fail(`the number ${digits.slice(0, 40)} is too large`);
    this.at += digits.length;
    return value;
  }

  private take(character: string): boolean {
    this.skipSpace();
    if (this.text[this.at] !== character) return false;
    this.at += 1;
    return true;
  }

  private skipSpace(): void {
    for (;;) {
      const code = this.text.charCodeAt(this.at);
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return;
      this.at += 1;
    }
  }

  private fail(reason: string, offset = this.at): never {
    throw new ParseFailure(reason, offset);
  }
}

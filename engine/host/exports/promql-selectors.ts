/** A series that a query asks for. */
export interface Selector {
  readonly metric: string;
  readonly matchers: readonly { readonly label: string; readonly operator: "=" | "!=" | "=~" | "!~"; readonly value: string }[];
}

/** What a query asks for, and by which labels it aggregates. */
export interface QueryUse {
  readonly selectors: readonly Selector[];
  readonly labels: readonly string[];
}

const WORDS = new Set(["by", "without", "and", "or", "unless", "on", "ignoring", "group_left", "group_right", "bool", "offset", "inf", "nan"]);
const FUNCTIONS = new Set(["rate", "increase", "deriv", "max_over_time", "min_over_time", "avg_over_time", "stddev_over_time", "clamp_min", "sum", "max", "min", "avg", "vector"]);
const CLOSING: Readonly<Record<string, string>> = { ")": "(", "]": "[", "}": "{" };

const TOKEN = /\s+|(?<string>"(?:[^"\\\n]|\\.)*")|(?<duration>(?:\d+(?:ms|[smhdwy]))+(?::(?:\d+(?:ms|[smhdwy]))+)?\b|\$__rate_interval)|(?<number>[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)|(?<word>[a-zA-Z_:][a-zA-Z0-9_:]*)|(?<sign>=~|!~|!=|==|>=|<=|[-+*/%^=<>(){}[\],])/gy;

/**
 * Reads the part of PromQL that exports write: selectors, functions of ranges, aggregations, arithmetic and comparisons. Throws an Error that says what
 * it does not know: an unknown function, a bracket that is not closed, a selector that is none.
 */
export function readQuery(text: string): QueryUse {
  const tokens = tokensOf(text);
  const selectors: Selector[] = [];
  const labels: string[] = [];
  const open: string[] = [];
  for (let at = 0; at < tokens.length; at++) {
    const { kind, text: token } = tokens[at] as Token;
    const next = tokens[at + 1]?.text;
    if (kind === "sign" && "([{".includes(token)) open.push(token);
    if (kind === "sign" && token in CLOSING && open.pop() !== CLOSING[token]) throw new Error(`${token} closes nothing in ${text}`);
    if (kind !== "word" || WORDS.has(token.toLowerCase())) {
      if (token === "by" && next === "(") at = listEnd(tokens, at + 2, labels, text);
      continue;
    }
    if (next === "(" || next === "by") {
      if (!FUNCTIONS.has(token)) throw new Error(`${token} is no function that is known, in ${text}`);
      continue;
    }
    const { matchers, end } = next === "{" ? matchersFrom(tokens, at + 2, text) : { matchers: [], end: at };
    selectors.push({ metric: token, matchers });
    at = end;
  }
  if (open.length > 0) throw new Error(`${open.at(-1)} is not closed in ${text}`);
  if (selectors.length === 0) throw new Error(`${text} asks for nothing`);
  return { selectors, labels };
}

interface Token {
  readonly kind: "string" | "duration" | "number" | "word" | "sign";
  readonly text: string;
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const from = TOKEN.lastIndex;
    const match = TOKEN.exec(text);
    if (!match) throw new Error(`${text.slice(from, from + 20)} is not understood in ${text}`);
    for (const [kind, found] of Object.entries(match.groups ?? {})) if (found !== undefined) tokens.push({ kind: kind as Token["kind"], text: found });
  }
  return tokens;
}

/** Reads `a, b)`; returns the place of the bracket. */
function listEnd(tokens: readonly Token[], from: number, into: string[], text: string): number {
  let at = from;
  for (; tokens[at]?.text !== ")"; at++) {
    const token = tokens[at];
    if (token?.kind === "word") into.push(token.text);
    else if (token?.text !== ",") throw new Error(`by ( is not closed in ${text}`);
  }
  return at;
}

/** Reads `label="value", …}`; returns the place of the bracket. */
function matchersFrom(tokens: readonly Token[], from: number, text: string): { matchers: Selector["matchers"]; end: number } {
  const matchers: Selector["matchers"][number][] = [];
  let at = from;
  while (tokens[at]?.text !== "}") {
    const [label, operator, value] = tokens.slice(at, at + 3);
    if (label?.kind !== "word" || value?.kind !== "string" || !/^(=|!=|=~|!~)$/.test(operator?.text ?? "")) throw new Error(`{ } holds no label="value" in ${text}`);
    matchers.push({ label: label.text, operator: operator?.text as "=", value: JSON.parse(value.text) as string });
    at += 3;
    if (tokens[at]?.text === ",") at += 1;
  }
  return { matchers, end: at };
}

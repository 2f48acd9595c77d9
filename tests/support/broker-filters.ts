/** What travels beside a message, or its data, by name. */
export type Properties = Readonly<Record<string, unknown>>;

/** True, false, or unknown: what a comparison with something that is not there gives in SQL. */
type Truth = boolean | undefined;
type Read<Value> = (properties: Properties) => Value;

/** Words of a filter: names, texts and numbers, signs. */
const WORD = /\s*(?:(?<bracket>\[[^\]]*\])|(?<text>'(?:[^']|'')*'|"(?:[^"\\]|\\.)*")|(?<number>-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)|(?<name>[A-Za-z_][A-Za-z0-9_-]*)|(?<sign><>|!=|<=|>=|[=<>(),.:]))/y;

/** A reader of words; each filter's grammar is a function over it. */
class Words {
  private readonly words: { readonly sort: string; readonly text: string }[] = [];
  private at = 0;

  constructor(source: string) {
    WORD.lastIndex = 0;
    for (let from = 0; from < source.length; from = WORD.lastIndex) {
      const groups = WORD.exec(source)?.groups;
      const found = Object.entries(groups ?? {}).find(([, text]) => text !== undefined);
      if (found === undefined) throw new SyntaxError(`${source.slice(from)} is no word`);
      this.words.push({ sort: found[0], text: found[1]! });
    }
  }

  take(...wanted: readonly string[]): string | undefined {
    return wanted.includes(this.words[this.at]?.text ?? "\0") ? this.words[this.at++]?.text : undefined;
  }

  need(text: string): void {
    if (this.take(text) === undefined) throw new SyntaxError(`${text} is needed, not ${this.words[this.at]?.text}`);
  }

  next(...sorts: readonly string[]): { readonly sort: string; readonly text: string } {
    const word = this.words[this.at++];
    if (word === undefined || !sorts.includes(word.sort)) throw new SyntaxError(`${sorts.join(" or ")} is needed, not ${word?.text}`);
    return word;
  }

  end(): void {
    if (this.at < this.words.length) throw new SyntaxError(`${this.words[this.at]?.text} is too much`);
  }
}

/** `a AND b`, `a OR b`, in parentheses; `mixed` says whether AND may stand beside OR without them. */
function whole(words: Words, single: () => Read<Truth>, mixed: boolean): Read<Truth> {
  const factor = (): Read<Truth> => {
    if (words.take("(") === undefined) return single();
    const inner = whole(words, single, mixed);
    words.need(")");
    return (given) => inner(given);
  };
  const list = (part: () => Read<Truth>, by: string): Read<Truth>[] => {
    const parts = [part()];
    while (words.take(by) !== undefined) parts.push(part());
    return parts;
  };
  const conjunctions = list(() => {
    const parts = list(factor, "AND");
    return parts.length === 1 ? parts[0]! : Object.assign((given: Properties): Truth => every(parts, given), { isAnd: true });
  }, "OR");
  if (!mixed && conjunctions.length > 1 && conjunctions.some((each) => "isAnd" in each)) throw new SyntaxError("AND and OR need parentheses");
  return conjunctions.length === 1 ? conjunctions[0]! : (given) => not(every(conjunctions.map((each) => (them: Properties) => not(each(them))), given));
}

function every(parts: readonly Read<Truth>[], given: Properties): Truth {
  const truths = parts.map((part) => part(given));
  return truths.includes(false) ? false : truths.includes(undefined) ? undefined : true;
}

function not(truth: Truth): Truth {
  return truth === undefined ? undefined : !truth;
}

/** A filter of a Pub/Sub subscription: attributes are texts. */
export function readPubSubFilter(source: string): (properties: Properties) => boolean {
  const words = new Words(source);
  const unquoted = (): string => {
    const { sort, text } = words.next("text", "name");
    return sort === "name" ? text : (JSON.parse(text.replaceAll(/\\U([0-9a-f]{8})/g, (_, code: string) => String.fromCodePoint(Number.parseInt(code, 16)))) as string);
  };
  const attribute = (given: Properties, name: string): string | undefined => (Object.hasOwn(given, name) ? String(given[name]) : undefined);
  const read = whole(
    words,
    () => {
      if (words.take("hasPrefix") !== undefined) {
        words.need("(");
        words.need("attributes");
        words.need(".");
        const name = unquoted();
        words.need(",");
        const prefix = unquoted();
        words.need(")");
        return (given) => attribute(given, name)?.startsWith(prefix) ?? false;
      }
      words.need("attributes");
      if (words.take(":") !== undefined) {
        const name = unquoted();
        return (given) => attribute(given, name) !== undefined;
      }
      words.need(".");
      const name = unquoted();
      const { text: sign } = words.next("sign");
      const value = unquoted();
      return (given) => {
        const has = attribute(given, name);
        return has !== undefined && (sign === "=") === (has === value);
      };
    },
    false,
  );
  words.end();
  return (given) => read(given) === true;
}

/** A SQL filter of Service Bus, over properties under `user.`; what is of another type or not there is unknown. */
export function readServiceBusSql(source: string): (properties: Properties) => boolean {
  const words = new Words(source);
  const constant = (): unknown => {
    const { sort, text } = words.next("text", "number", "name");
    return sort === "text" ? text.slice(1, -1).replaceAll("''", "'") : sort === "number" ? Number(text) : text === "TRUE";
  };
  const property = (): string => {
    words.need("user");
    words.need(".");
    const { sort, text } = words.next("name", "bracket");
    return sort === "bracket" ? text.slice(1, -1) : text;
  };
  const equals = (given: unknown, value: unknown): Truth => (typeof given === typeof value ? given === value : undefined);
  const read = whole(
    words,
    () => {
      if (words.take("EXISTS") !== undefined) {
        words.need("(");
        const name = property();
        words.need(")");
        return (given) => Object.hasOwn(given, name);
      }
      const name = property();
      const { text: sign } = words.next("sign", "name");
      if (sign === "IN" || sign === "NOT") {
        if (sign === "NOT") words.need("IN");
        words.need("(");
        const values = [constant()];
        while (words.take(",") !== undefined) values.push(constant());
        words.need(")");
        return (given) => {
          const found = not(every(values.map((value) => () => not(equals(given[name], value))), given));
          return sign === "NOT" ? not(found) : found;
        };
      }
      const value = constant();
      if (sign === "LIKE") {
        const escape = words.take("ESCAPE") === undefined ? undefined : constant();
        const pattern = likePattern(String(value), escape);
        return (given) => (typeof given[name] === "string" ? pattern.test(given[name]) : undefined);
      }
      return (given) => {
        const has = given[name];
        if (sign === "=" || sign === "<>") return sign === "=" ? equals(has, value) : not(equals(has, value));
        if (typeof has !== "number" || typeof value !== "number") return undefined;
        return { "<": has < value, "<=": has <= value, ">": has > value, ">=": has >= value }[sign];
      };
    },
    true,
  );
  words.end();
  return (given) => read(given) === true;
}

function likePattern(text: string, escape: unknown): RegExp {
  let pattern = "";
  for (let at = 0; at < text.length; at++) {
    const character = text[at]!;
    if (character === escape) pattern += literal(text[++at] ?? "");
    else pattern += character === "%" ? "[^]*" : character === "_" ? "[^]" : literal(character);
  }
  return new RegExp(`^${pattern}$`);
}

function literal(character: string): string {
  return character.replaceAll(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}

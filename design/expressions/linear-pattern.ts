/**
 * Regular expressions in time proportional to text × pattern, whatever either holds: a Thompson automaton walked state
 * by state, never by backtracking. CEL's `matches` is defined on RE2, which has the same guarantee; the host
 * language's own expressions can be made to run for years by a stranger's design.
 * See R. Cox, "Regular Expression Matching Can Be Simple And Fast" (2007).
 */

type State =
  | { readonly kind: "character"; readonly test: (character: string) => boolean; next: number }
  | { readonly kind: "split"; next: number; other: number }
  | { readonly kind: "assert"; readonly where: "start" | "end" | "boundary" | "inside"; next: number }
  | { readonly kind: "match" };

/** A piece of the automaton that is being built: builds itself in front of `next` and returns its first state. */
type Piece = (next: number) => number;

const MAX_STATES = 5000;
const SINGLE_ESCAPES = /[dDwWsS.*+?()[\]{}|^$\\/tnrfv-]/;

/**
 * Compiles a pattern in the syntax shared by RE2 and JavaScript: literals, classes, groups, alternatives, greedy
 * and lazy quantifiers, `^ $ \b \B`. The result tells whether the pattern occurs anywhere in a text. Throws a
 * plain Error that says what is wrong: a syntax error, a look-around, a back-reference, or over 5,000 states.
 */
export function compileLinearPattern(pattern: string): (text: string) => boolean {
  const states: State[] = [{ kind: "match" }];
  const start = parsePattern(Array.from(pattern), (state) => {
    if (states.length >= MAX_STATES) throw new Error("The pattern is too large.");
    return states.push(state) - 1;
  }, states)(0);
  return (text) => run(states, start, Array.from(text));
}

function run(states: readonly State[], start: number, text: readonly string[]): boolean {
  let current = new Set<number>();
  for (let position = 0; position <= text.length; position += 1) {
    if (follow(states, start, current, text, position)) return true;
    const character = text[position];
    if (character === undefined) return false;
    const next = new Set<number>();
    for (const index of current) {
      const state = states[index];
      if (state?.kind === "character" && state.test(character) && follow(states, state.next, next, text, position + 1)) return true;
    }
    current = next;
  }
  return false;
}

/** Adds what can be reached from a state without reading; true when that includes the match. */
function follow(states: readonly State[], from: number, into: Set<number>, text: readonly string[], position: number): boolean {
  const open = [from];
  for (let index = open.pop(); index !== undefined; index = open.pop()) {
    if (into.has(index)) continue;
    into.add(index);
    const state = states[index];
    if (state?.kind === "match") return true;
    if (state?.kind === "split") open.push(state.other, state.next);
    else if (state?.kind === "assert" && holds(state.where, text, position)) open.push(state.next);
  }
  return false;
}

function holds(where: "start" | "end" | "boundary" | "inside", text: readonly string[], position: number): boolean {
  if (where === "start") return position === 0;
  if (where === "end") return position === text.length;
  const isWord = (character: string | undefined) => character !== undefined && /^\w$/.test(character);
  return (isWord(text[position - 1]) !== isWord(text[position])) === (where === "boundary");
}

function parsePattern(source: readonly string[], add: (state: State) => number, states: State[]): Piece {
  let at = 0;
  let depth = 0;

  const character = (test: (character: string) => boolean): Piece => (next) => add({ kind: "character", test, next });
  const assertion = (where: "start" | "end" | "boundary" | "inside"): Piece => (next) => add({ kind: "assert", where, next });
  const nothing: Piece = (next) => next;

  function alternatives(): Piece {
    if (++depth > 100) throw new Error("The pattern is nested too deeply.");
    const options = [sequence()];
    while (source[at] === "|") {
      at += 1;
      options.push(sequence());
    }
    depth -= 1;
    return options.reduceRight((right, left) => (next) => add({ kind: "split", next: left(next), other: right(next) }));
  }

  function sequence(): Piece {
    const pieces: Piece[] = [];
    while (at < source.length && source[at] !== "|" && source[at] !== ")") pieces.push(quantified(atom()));
    return pieces.reduceRight((rest, piece) => (next) => piece(rest(next)), nothing);
  }

  function quantified(piece: Piece): Piece {
    const range = quantifier();
    if (range === null) return piece;
    if (source[at] === "?") at += 1;
    if (quantifier() !== null) throw new Error("A quantifier follows another one.");
    return (next) => {
      let end = range.max === Infinity ? loop(piece, next) : next;
      for (let optional = range.min; optional < range.max && range.max !== Infinity; optional += 1)
        end = add({ kind: "split", next: piece(end), other: next });
      for (let required = 0; required < range.min; required += 1) end = piece(end);
      return end;
    };
  }

  function loop(piece: Piece, next: number): number {
    const split: State = { kind: "split", next: 0, other: next };
    const index = add(split);
    split.next = piece(index);
    states[index] = split;
    return index;
  }

  function quantifier(): { min: number; max: number } | null {
    const simple = { "*": { min: 0, max: Infinity }, "+": { min: 1, max: Infinity }, "?": { min: 0, max: 1 } }[source[at] ?? ""];
    if (simple !== undefined) {
      at += 1;
      return simple;
    }
    const counted = source[at] === "{" ? /^\{(\d{1,4})(,(\d{1,4})?)?\}/.exec(source.slice(at, at + 12).join("")) : null;
    if (counted === null) return null;
    at += counted[0].length;
    const min = Number(counted[1]);
    const max = counted[2] === undefined ? min : counted[3] === undefined ? Infinity : Number(counted[3]);
    if (min > max || min > 1000 || (max > 1000 && max !== Infinity)) throw new Error(`The quantifier ${counted[0]} is out of range.`);
    return { min, max };
  }

  function atom(): Piece {
    const next = source[at] ?? "";
    at += 1;
    switch (next) {
      case "(":
        return group();
      case "[":
        return characterClass();
      case "\\":
        return escape();
      case ".":
        return character((each) => each !== "\n");
      case "^":
        return assertion("start");
      case "$":
        return assertion("end");
      case "*":
      case "+":
      case "?":
        throw new Error(`There is nothing to repeat before ${next}.`);
      default:
        return character((each) => each === next);
    }
  }

  function group(): Piece {
    if (source[at] === "?") {
      if (source[at + 1] !== ":") throw new Error("Look-arounds, named groups and flags are not supported.");
      at += 2;
    }
    const inner = alternatives();
    if (source[at] !== ")") throw new Error("A group is not closed.");
    at += 1;
    return inner;
  }

  function characterClass(): Piece {
    let end = at;
    if (source[end] === "^") end += 1;
    if (source[end] === "]") throw new Error("A character class is empty.");
    while (end < source.length && source[end] !== "]") end += source[end] === "\\" ? 2 : 1;
    if (end >= source.length) throw new Error("A character class is not closed.");
    const test = new RegExp(`^[${source.slice(at, end).join("")}]$`, "u");
    at = end + 1;
    return character((each) => test.test(each));
  }

  function escape(): Piece {
    const next = source[at] ?? "";
    at += 1;
    if (next === "b") return assertion("boundary");
    if (next === "B") return assertion("inside");
    if (/[1-9]/.test(next)) throw new Error("Back-references are not supported.");
    if (!SINGLE_ESCAPES.test(next)) throw new Error(next === "" ? "The pattern ends in a backslash." : `The escape \\${next} is not known.`);
    const test = new RegExp(`^${next === "-" ? "-" : `\\${next}`}$`, "u");
    return character((each) => test.test(each));
  }

  const whole = alternatives();
  if (at < source.length) throw new Error("A group is closed that was not opened.");
  return whole;
}

import { parseArgs } from "node:util";
import type { ArgsDef } from "citty";
import { AppError } from "../../design/errors.ts";

/**
 * Refuses what citty would pass over: unknown options, options without their value, positional arguments too many. Throws
 * `wrong-use` that names the argument and, for a misspelt option, the one that was probably meant.
 */
export function refuseUnknownArguments(command: string, given: readonly string[], definitions: ArgsDef): void {
  const options = Object.entries(definitions).filter(([, definition]) => definition.type !== "positional");
  const positionals = Object.keys(definitions).length - options.length;
  const { tokens } = parseArgs({
    args: [...given],
    strict: false,
    tokens: true,
    allowPositionals: true,
    options: Object.fromEntries(options.map(([name, definition]) => [name, { type: definition.type === "boolean" ? ("boolean" as const) : ("string" as const) }])),
  });
  let count = 0;
  for (const token of tokens) {
    if (token.kind === "positional" && ++count > positionals) {
      throw wrong(command, `${command} takes ${positionals === 0 ? "no" : positionals} file${positionals === 1 ? "" : "s"}; "${token.value}" is too much.`);
    }
    if (token.kind !== "option") continue;
    const definition = definitions[token.name];
    if (!definition || definition.type === "positional") throw wrong(command, unknownOption(command, token.rawName, options.map(([name]) => `--${name}`)));
    if (definition.type === "boolean" && token.value !== undefined) throw wrong(command, `--${token.name} takes no value.`);
    // `--for --seed 1`: the next option is no value.
    if (definition.type !== "boolean" && (token.value === undefined || token.value === "" || (!token.inlineValue && token.value.startsWith("--")))) {
      throw wrong(command, `--${token.name} needs a value.`);
    }
  }
}

/** Every value that an option was given, in order. */
export function valuesOf(option: string, given: readonly string[]): string[] {
  const { values } = parseArgs({ args: [...given], strict: false, allowPositionals: true, options: { [option]: { type: "string", multiple: true } } });
  const found = values[option];
  return Array.isArray(found) ? found.map(String) : [];
}

/** A refusal that says where to read on. */
export function wrong(command: string, message: string): AppError {
  return new AppError("wrong-use", message, { hint: `See: spillway ${command} --help` });
}

function unknownOption(command: string, given: string, known: readonly string[]): string {
  const meant = known.find((name) => isNear(name, given));
  return `${command} has no option ${given}.${meant === undefined ? "" : ` Did you mean ${meant}?`}`;
}

/** True when one letter was left out, put in, swapped or mistyped. */
function isNear(one: string, other: string): boolean {
  if (Math.abs(one.length - other.length) > 1) return false;
  let at = 0;
  while (at < one.length && one[at] === other[at]) at++;
  const rests = [
    [one.slice(at + 1), other.slice(at)],
    [one.slice(at), other.slice(at + 1)],
    [one.slice(at + 1), other.slice(at + 1)],
  ];
  const isSwapped = one[at] === other[at + 1] && one[at + 1] === other[at] && one.slice(at + 2) === other.slice(at + 2);
  return isSwapped || rests.some(([left, right]) => left === right);
}

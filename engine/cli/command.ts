import { defineCommand, parseArgs, renderUsage, type ArgsDef, type ParsedArgs } from "citty";
import { messageOf } from "../../design/errors.ts";
import { refuseUnknownArguments, valuesOf, wrong } from "./arguments.ts";

/** A command of the tool. */
export interface CliCommand {
  readonly name: string;
  readonly description: string;
  /** Reads its arguments, does its work and resolves with the exit code. Throws `wrong-use` for arguments that do not fit. */
  run(given: readonly string[]): Promise<number>;
  /** What `--help` shows. */
  usage(): Promise<string>;
}

/** Makes a command of what it is called, what it takes and what it does. */
export function cliCommand<const Args extends ArgsDef>(definition: {
  readonly name: string;
  readonly description: string;
  readonly args: Args;
  /** `repeated` gives every value of an option that may be given more than once, in order. */
  readonly run: (args: ParsedArgs<Args>, repeated: (option: string) => string[]) => Promise<number>;
}): CliCommand {
  const { name, description, args } = definition;
  return {
    name,
    description,
    async run(given) {
      refuseUnknownArguments(name, given, args);
      return definition.run(parse(name, given, args), (option) => valuesOf(option, given));
    },
    usage: () => renderUsage(defineCommand({ meta: { name: `spillway ${name}`, description }, args })),
  };
}

function parse<Args extends ArgsDef>(name: string, given: readonly string[], args: Args): ParsedArgs<Args> {
  try {
    return parseArgs<Args>([...given], args);
  } catch (error) {
    // citty's own errors are all about arguments: a file that is missing.
    throw wrong(name, `${messageOf(error)}.`);
  }
}

/** A command's word: a text that is taken literally, or the value of a variable. */
export type ShellWord = string | { readonly variable: string };

/**
 * A POSIX shell script: the variables with what they are when the environment does not say, then the commands one after the other.
 * It ends with the first that fails.
 */
export function shellScript(defaults: Readonly<Record<string, string>>, commands: readonly (readonly ShellWord[])[]): string {
  return [
    "#!/bin/sh",
    "set -eu",
    ...Object.entries(defaults).flatMap(([name, value]) => [`if [ -z "\${${name}:-}" ]; then ${name}=${quoted(value)}; fi`]),
    ...commands.map((words) => words.map((word) => (typeof word === "string" ? quoted(word) : `"$${word.variable}"`)).join(" ")),
    "",
  ].join("\n");
}

/** A text as one word that the shell takes literally. */
export function quoted(text: string): string {
  return /^[A-Za-z0-9_./:=@,+-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

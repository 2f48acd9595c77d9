import { isAbsolute, resolve } from "node:path";

const DESIGN_ENDINGS = [".spillway.json", ".spillway", ".json"];

/** The picker's filter for designs. Systems know a file by its last extension only, so `json` is among them. */
export const DESIGN_FILTERS = [
  { name: "Spillway designs", extensions: ["spillway.json", "spillway", "json"] },
];

/**
 * The first design named among command-line arguments, as an absolute path; null when there is none.
 * Switches are skipped. Whether the file exists is the engine host's to say, with its own message.
 */
export function designFromArguments(argv: readonly string[], workingDirectory: string): string | null {
  const named = argv.slice(1).find((argument) => !argument.startsWith("-") && isDesignName(argument));
  if (named === undefined) return null;
  return isAbsolute(named) ? named : resolve(workingDirectory, named);
}

function isDesignName(argument: string): boolean {
  const lower = argument.toLowerCase();
  return DESIGN_ENDINGS.some((ending) => lower.endsWith(ending));
}

/** Holds designs that were opened from outside until the page listens for them. */
export interface OpenFileQueue {
  open(path: string): void;
  /** The page listens: what waited is sent now, what follows at once. */
  startListening(): void;
  /** The page is gone or loads anew: hold again. */
  stopListening(): void;
}

/** A queue that sends each path once, in order. */
export function createOpenFileQueue(send: (path: string) => void): OpenFileQueue {
  const waiting: string[] = [];
  let isListening = false;
  return {
    open(path) {
      if (isListening) send(path);
      else waiting.push(path);
    },
    startListening() {
      isListening = true;
      for (const path of waiting.splice(0)) send(path);
    },
    stopListening() {
      isListening = false;
    },
  };
}

import { runCli } from "../../engine/cli/cli.ts";

/** How a command ended, and what it wrote. */
export interface SpillwayEnded {
  readonly code: number;
  /** Standard output. */
  readonly out: string;
  /** Standard error. */
  readonly notes: string;
}

/** Runs a command of the tool in this process. */
export async function spillway(...given: readonly string[]): Promise<SpillwayEnded> {
  let [out, notes] = ["", ""];
  const code = await runCli(given, { out: (text) => void (out += text), note: (text) => void (notes += text), hasColors: false, isInteractive: false, columns: () => 80 });
  return { code, out, notes };
}

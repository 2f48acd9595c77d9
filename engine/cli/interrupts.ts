import { EXIT } from "./exit-codes.ts";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Calls `stop` at the first Ctrl+C (or SIGTERM, or a closed terminal); a second one ends the process at once. Returns the
 * function that gives the signals back.
 */
export function onInterrupt(stop: () => void): () => void {
  let count = 0;
  function interrupted(): void {
    if (++count > 1) process.exit(EXIT.interrupted);
    stop();
  }
  for (const signal of SIGNALS) process.on(signal, interrupted);
  return () => {
    for (const signal of SIGNALS) process.off(signal, interrupted);
  };
}

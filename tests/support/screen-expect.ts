import type { ExpectPollOptions } from "vitest";

const PATIENCE_MS = 15_000;

/** For `expect.poll`: what a user waits for without wondering, seen soon after it holds. */
export const SOON: ExpectPollOptions = { timeout: PATIENCE_MS, interval: 25 };

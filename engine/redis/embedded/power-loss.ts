import { stat, truncate } from "node:fs/promises";
import { setTimeout as after } from "node:timers/promises";
import { appendedParts, syncedSize, wholeEnd } from "./append-only-file.ts";
import type { EmbeddedRedis } from "./embedded-redis.ts";

/** With `everysec` Redis has its file on the disk once a second. */
export const MOST_UNSYNCED_MS = 1000;

export interface PowerLossOptions {
  /** For how long nothing had reached the disk when the power failed, ms; at most a second. Of no effect with `always`. */
  readonly unsyncedMs?: number;
  /** Runs while there is no power, after the file was cut. */
  readonly whileDown?: () => Promise<void>;
}

/** What a power cut left of the append-only file. */
export interface PowerLoss {
  readonly keptBytes: number;
  readonly lostBytes: number;
}

/**
 * Cuts the power of the embedded Redis (rule O4): it is killed, what had not reached the disk is cut off its append-only file, and it is started
 * again. To know what had, this process itself syncs the file, remembers its size, and lets `unsyncedMs` go by before it kills: as if
 * the power had failed so long after a sync. What Redis synced meanwhile is lost with the rest. With `appendfsync always` Redis answers only when the disk
 * has everything: then nothing is cut but what was being written.
 */
export async function losePower(redis: Pick<EmbeddedRedis, "dataFolder" | "appendFsync" | "pid" | "kill">, { unsyncedMs = MOST_UNSYNCED_MS, whileDown }: PowerLossOptions = {}): Promise<PowerLoss> {
  const synced = redis.appendFsync === "always" ? undefined : await syncedParts(redis.dataFolder);
  if (synced) await after(Math.min(unsyncedMs, MOST_UNSYNCED_MS));
  let loss: PowerLoss = { keptBytes: 0, lostBytes: 0 };
  // It died by itself meanwhile, and comes back with all that it had written.
  if (redis.pid === undefined) return loss;
  let failure: unknown;
  let isCut: () => void = () => {};
  const cut = new Promise<void>((resolve) => (isCut = resolve));
  await redis.kill("SIGKILL", async () => {
    try {
      loss = await cutParts(redis.dataFolder, synced);
    } catch (error) {
      failure = error;
    } finally {
      isCut();
    }
    await whileDown?.();
  });
  await cut;
  if (failure !== undefined) throw failure;
  return loss;
}

async function syncedParts(dataFolder: string): Promise<Map<string, number>> {
  const sizes = new Map<string, number>();
  for (const path of await appendedParts(dataFolder)) sizes.set(path, await syncedSize(path));
  return sizes;
}

/** Cuts each part to what was synced of it. One that Redis began since then, having rewritten the others, holds nothing that was. */
async function cutParts(dataFolder: string, synced: ReadonlyMap<string, number> | undefined): Promise<PowerLoss> {
  const loss = { keptBytes: 0, lostBytes: 0 };
  for (const path of await appendedParts(dataFolder)) {
    const { size } = await stat(path);
    const kept = await wholeEnd(path, synced ? Math.min(size, synced.get(path) ?? 0) : size);
    if (kept < size) await truncate(path, kept);
    loss.keptBytes += kept;
    loss.lostBytes += size - kept;
  }
  return loss;
}

import { join } from "node:path";
import type { WorkerEntry } from "../engine/contract/desktop-process.ts";

/** Where the built parts lie, seen from the folder of the built main file (`dist/electron`). */
export interface AppPaths {
  preload: string;
  engine: string;
  renderer: string;
  workers: Record<WorkerEntry, string>;
}

/** The paths of the build: `dist/electron`, `dist/renderer` and `dist/node` are neighbours, packed or not. */
export function appPaths(mainFolder: string): AppPaths {
  return {
    preload: join(mainFolder, "preload.cjs"),
    engine: join(mainFolder, "engine-process.js"),
    renderer: join(mainFolder, "..", "renderer"),
    workers: {
      worker: join(mainFolder, "..", "node", "worker.js"),
      load: join(mainFolder, "..", "node", "load.js"),
      chaos: join(mainFolder, "..", "node", "chaos.js"),
    },
  };
}

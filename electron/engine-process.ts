import { startDesktopHost } from "../engine/host/desktop-host.ts";
import { runEngineProcess, type ParentPort } from "./engine-entry.ts";

/** Electron's types know it in the main process only. */
const { parentPort } = process as unknown as { parentPort: ParentPort };

runEngineProcess(startDesktopHost, parentPort, process.argv, () => process.exit(0)).catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});

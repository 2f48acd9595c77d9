import { applicationFolder } from "../redis/embedded/data-folder.ts";

/** The app's own folder when no desktop shell gives one: `$SPILLWAY_DATA`, else where the system keeps such data. It need not exist yet. */
export function dataFolder(environment: NodeJS.ProcessEnv = process.env): string {
  return environment.SPILLWAY_DATA || applicationFolder();
}

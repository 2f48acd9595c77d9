import { mkdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { z } from "zod";
import { AppError } from "../../design/errors.ts";
import { writeAtomically } from "./files/write-atomically.ts";

const preferencesSchema = z.record(z.string(), z.unknown());
const MOST_NAMES = 100;
/** Of one preference, characters of JSON. */
const LONGEST = 200_000;

/** How the user of this computer likes the app: theme, panels, pinned charts. What they mean is the screen's affair. */
export interface Preferences {
  /** By name. A broken file counts as empty. */
  read(): Promise<Record<string, unknown>>;
  /** Throws `wrong-use` for what is too much. */
  write(name: string, value: unknown): Promise<void>;
}

/** They lie in `preferences.json` of the data folder. */
export function createPreferences(dataFolder: string): Preferences {
  const file = join(dataFolder, "preferences.json");
  let last: Promise<unknown> = Promise.resolve();

  async function stored(): Promise<Record<string, unknown>> {
    try {
      return preferencesSchema.parse(JSON.parse(await readFile(file, "utf8")));
    } catch {
      return {};
    }
  }

  return {
    async read() {
      await last;
      return stored();
    },
    write(name, value) {
      const written = last.then(async () => {
        const next = { ...(await stored()), [name]: value };
        if (JSON.stringify(value ?? null).length > LONGEST || Object.keys(next).length > MOST_NAMES) throw new AppError("wrong-use", "This is too much to be kept as a preference.");
        await mkdir(dirname(file), { recursive: true, mode: 0o700 });
        await writeAtomically(file, `${JSON.stringify(next, null, 2)}\n`);
      });
      last = written.catch(() => {});
      return written;
    },
  };
}

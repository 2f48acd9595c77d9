import type { ExportFile } from "../../../design/export/target.ts";
import { validators, type Validator, type Validity } from "./validity.ts";

export interface FilesToCheck {
  readonly target: string;
  readonly files: readonly ExportFile[];
}

/** Checks the files of an export; null where nothing checks its target. Rejects where the check cannot run. */
export async function checkFiles({ target, files }: FilesToCheck): Promise<Validity | null> {
  const load = Object.hasOwn(validators, target) ? (validators as Readonly<Record<string, (() => Promise<Validator>) | undefined>>)[target] : undefined;
  if (!load) return null;
  const validator = await load();
  return validator(files);
}

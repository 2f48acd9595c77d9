import type { z } from "zod";
import { misfitsOf } from "../../../design/checks/issue-sentences.ts";
import { withoutExtensions } from "../../../design/document/extensions.ts";
import type { Json } from "../../../design/document/schema.ts";
import { setIn } from "../../../design/document/set-in.ts";
import type { Path } from "./values.ts";

/** Why a value cannot be written at a path of some settings, or null. What was wrong before is not held against it. */
export function refusalOf(schema: z.core.$ZodType, settings: Json, path: Path, value: Json | undefined): string | null {
  const before = new Set(misfits(schema, settings).map((misfit) => misfit.sentence));
  const fresh = misfits(schema, setIn(settings, path, value, schema) ?? {}).filter((misfit) => !before.has(misfit.sentence));
  const here = fresh.find((misfit) => misfit.path.join() === path.join()) ?? fresh[0];
  return here ? shortened(here.sentence) : null;
}

function misfits(schema: z.core.$ZodType, value: Json) {
  const checked = withoutExtensions(value, schema);
  const parsed = (schema as z.ZodType).safeParse(checked);
  return parsed.success ? [] : misfitsOf(parsed.error, schema, checked);
}

/** The place stands beside the field already: `Service time › Mean must be at least 0` needs only its end. */
function shortened(sentence: string): string {
  const last = sentence.split(" › ").at(-1) ?? sentence;
  return last.charAt(0).toUpperCase() + last.slice(1);
}

import type { z } from "zod";
import { fieldsAlong, metaOf } from "../../design/kinds/schema-walk.ts";
import type { Path } from "./form/values.ts";

/** The title of the setting at a path, the innermost that has one; the property's name where none has. */
export function settingTitle(schema: z.core.$ZodType, path: Path, settings?: unknown): string {
  const titles = fieldsAlong(schema, settings, path).map((field) => (field ? metaOf(field).title : undefined));
  return titles.findLast((title) => title !== undefined) ?? String(path.findLast((key) => typeof key === "string") ?? "setting");
}

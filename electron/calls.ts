import { z } from "zod";
import { documentStateSchema, menuSchema, openDialogSchema, saveDialogSchema, themeSchema } from "../engine/contract/desktop.ts";
import type { CallName } from "./channels.ts";

/** How each call's payload is checked before its handler sees it. */
export const callSchemas = {
  "dialog:open": openDialogSchema,
  "dialog:save": saveDialogSchema,
  "dialog:folder": z.null(),
  "menu:set": menuSchema,
  "document:set": documentStateSchema,
  "theme:set": themeSchema,
  "close:answer": z.boolean(),
  "engine:request-port": z.null(),
  "listening": z.enum(["open-file", "close-requested"]),
} satisfies Record<CallName, z.ZodType>;

/** A call's payload once checked. */
export type CallInput<Name extends CallName> = z.output<(typeof callSchemas)[Name]>;

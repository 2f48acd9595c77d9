import { z } from "zod";

/** What records are known by. */
export const idSchema = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,64}$/, "An id has 1 to 64 letters, digits, - or _.")
  .refine((id) => !/^\d+$/.test(id), "An id must not be all digits.");

/** What people call them. */
export const nameSchema = z.string().max(200);

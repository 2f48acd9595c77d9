import { AppError } from "../../design/errors.ts";

/** Reads a whole number in a range; throws `wrong-use` with the range. */
export function parseWhole(text: string, option: string, range: { min: number; max: number }): number {
  const value = Number(text);
  if (/^\d+$/.test(text.trim()) && value >= range.min && value <= range.max) return value;
  throw new AppError("wrong-use", `${option} takes a whole number from ${range.min} to ${range.max}, not "${text}".`);
}

/** Reads a decimal number in a range; throws `wrong-use` with the range. */
export function parseDecimal(text: string, option: string, range: { min: number; max: number }): number {
  const value = Number(text);
  if (/^\d+(\.\d+)?$/.test(text.trim()) && value >= range.min && value <= range.max) return value;
  throw new AppError("wrong-use", `${option} takes a number from ${range.min} to ${range.max}, not "${text}".`);
}

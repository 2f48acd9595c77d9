import type { Parsed } from "./use-draft.ts";
import { TIME_UNITS, toMs, type TimeUnit } from "../../../design/words/time-units.ts";
import { inspectorWords } from "../../words/inspector.ts";

/** A typed number; nothing typed is undefined, the default. */
export function parseNumber(text: string): Parsed {
  const trimmed = text.trim().replaceAll(/[\s_]/g, "");
  if (trimmed === "") return { value: undefined };
  const plain = /^-?\d{1,3}(,\d{3})+(\.\d+)?$/.test(trimmed) ? trimmed.replaceAll(",", "") : trimmed;
  if (plain.includes(",")) return { error: inspectorWords.writeDecimalsWithAPoint15 };
  const value = Number(plain);
  return Number.isFinite(value) ? { value } : { error: inspectorWords.thisIsNotANumber };
}

/** A typed share in per cent, as a share of 0 to 1. */
export function parseShare(text: string): Parsed {
  const parsed = parseNumber(text.replace("%", ""));
  return "value" in parsed && typeof parsed.value === "number" ? { value: Number((parsed.value / 100).toPrecision(12)) } : parsed;
}

/** A typed duration in ms; a unit that is typed with it (`1.5 s`) counts instead of the given one. */
export function parseDuration(text: string, unit: TimeUnit): Parsed {
  const [, amount = text, typed] = /^\s*([-\d.,_ ]+?)\s*([a-z]+)\s*$/i.exec(text) ?? [];
  const known = typed === undefined ? unit : TIME_UNITS.find((each) => each === typed.toLowerCase());
  if (known === undefined) return { error: inspectorWords.unitsAreText(TIME_UNITS.join(", ")) };
  const parsed = parseNumber(amount);
  return "value" in parsed && typeof parsed.value === "number" ? { value: toMs(parsed.value, known) } : parsed;
}

/** The next number up or down: whole steps for whole numbers, else a tenth of the number's size. */
export function stepped(value: number, direction: 1 | -1, { integer, min, max, large }: { integer: boolean; min: number; max: number; large: boolean }): number {
  const size = integer ? 1 : 10 ** Math.floor(Math.log10(Math.max(Math.abs(value), 0.01)) - 0.0001);
  const step = (integer ? 1 : Math.max(size / (value >= 1 ? 1 : 10), 0.01)) * (large ? 10 : 1);
  const next = Number((value + direction * step).toPrecision(12));
  return Math.min(max, Math.max(min, next));
}

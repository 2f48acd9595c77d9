import { reportWords } from "../report-words.ts";

/** How a number changed against another report's. */
export interface Change {
  readonly text: string;
  /** Less than one per cent. */
  readonly isSame: boolean;
  readonly tone: "ok" | "bad" | "same";
}

/** Which way is good; of what merely is so, neither. */
export type Better = "more" | "less" | "neither";

const words = reportWords.change;

/** The relative change of a number, in words. Changes below one per cent are none. Null where one of them was not measured. */
export function changeOf(value: number, before: number, better: Better): Change | null {
  if (!Number.isFinite(value) || !Number.isFinite(before)) return null;
  if (value === before) return { text: words.same, isSame: true, tone: "same" };
  const verdict = better === "neither" ? null : value > before === (better === "more") ? words.better : words.worse;
  const tone = verdict === null ? "same" : verdict === words.better ? "ok" : "bad";
  const share = (value - before) / Math.abs(before);
  if (Math.abs(share) < 0.01) return { text: words.aboutSame, isSame: true, tone: "same" };
  const amount = before === 0 ? [] : [share > 9.99 ? `×${Math.round(value / before)}` : `${share > 0 ? "+" : "−"}${Math.round(Math.abs(share) * 100)} %`];
  return { text: [...amount, ...(verdict === null ? (before === 0 ? [words.fresh] : []) : [verdict])].join(", "), isSame: false, tone };
}

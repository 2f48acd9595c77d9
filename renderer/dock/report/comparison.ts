/** How a number changed against another report's. */
export interface Change {
  readonly text: string;
  readonly tone: "ok" | "bad" | "same";
}

/** The relative change of a number. `better` says which way is good; changes below one per cent are none. */
export function changeOf(value: number, before: number, better: "more" | "less"): Change | null {
  if (!Number.isFinite(value) || !Number.isFinite(before)) return null;
  if (value === before) return { text: "=", tone: "same" };
  if (before === 0) return { text: "new", tone: (value > 0) === (better === "more") ? "ok" : "bad" };
  const share = (value - before) / Math.abs(before);
  if (Math.abs(share) < 0.01) return { text: "≈", tone: "same" };
  const text = share > 9.99 ? `×${Math.round(value / before)}` : `${share > 0 ? "+" : "−"}${Math.round(Math.abs(share) * 100)} %`;
  return { text, tone: share > 0 === (better === "more") ? "ok" : "bad" };
}

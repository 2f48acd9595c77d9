const MOST_KNOWN = 5000;
const known = new Map<string, string>();

/**
 * A text that fits a width in px, with an ellipsis where it had to be cut; empty when not even that fits. Measured once per
 * text, font and width.
 */
export function fitText(context: Pick<CanvasRenderingContext2D, "font" | "measureText">, text: string, width: number): string {
  const room = Math.floor(width);
  const key = `${context.font}|${room}|${text}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  if (known.size > MOST_KNOWN) known.clear();
  const fitted = cut(context, text, room);
  known.set(key, fitted);
  return fitted;
}

function cut(context: Pick<CanvasRenderingContext2D, "measureText">, text: string, room: number): string {
  if (context.measureText(text).width <= room) return text;
  const letters = Array.from(text);
  let [fits, tooLong] = [0, letters.length];
  while (tooLong - fits > 1) {
    const middle = (fits + tooLong) >> 1;
    if (context.measureText(`${letters.slice(0, middle).join("").trimEnd()}…`).width <= room) fits = middle;
    else tooLong = middle;
  }
  return fits === 0 ? "" : `${letters.slice(0, fits).join("").trimEnd()}…`;
}

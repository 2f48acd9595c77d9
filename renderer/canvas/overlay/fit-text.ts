const MOST_KNOWN = 5000;
const known = new Map<string, string>();

type Measure = Pick<CanvasRenderingContext2D, "font" | "measureText">;

/**
 * A text that fits a width in px, with an ellipsis where it had to be cut; empty when not even that fits. Measured once per
 * text, font and width.
 */
export function fitText(context: Measure, text: string, width: number): string {
  return remembered(context, `text|${text}`, width, (room) => cut(context, text, "", room));
}

/** The same of a name, of which a number at its end is kept: by that many names differ. `cons…23`. */
export function fitName(context: Measure, name: string, width: number): string {
  const end = /\d{1,4}$/.exec(name)?.[0] ?? "";
  return remembered(context, `name|${name}`, width, (room) => (end === "" ? "" : cut(context, name.slice(0, -end.length), end, room)) || cut(context, name, "", room));
}

function remembered({ font }: Measure, text: string, width: number, fit: (room: number) => string): string {
  const room = Math.floor(width);
  const key = `${font}|${room}|${text}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  if (known.size > MOST_KNOWN) known.clear();
  const fitted = fit(room);
  known.set(key, fitted);
  return fitted;
}

/** All of a text and its end, else as much of its beginning as fits before the end; empty when too little does. */
function cut(context: Measure, text: string, end: string, room: number): string {
  if (context.measureText(`${text}${end}`).width <= room) return `${text}${end}`;
  const letters = Array.from(text);
  const least = end === "" ? 1 : 2;
  const upTo = (count: number) => `${letters.slice(0, count).join("").trimEnd()}…${end}`;
  let [fits, tooLong] = [0, letters.length];
  while (tooLong - fits > 1) {
    const middle = (fits + tooLong) >> 1;
    if (context.measureText(upTo(middle)).width <= room) fits = middle;
    else tooLong = middle;
  }
  return fits < least ? "" : upTo(fits);
}

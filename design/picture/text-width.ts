/** About how wide characters are, in shares of the type's size: a picture is drawn with whatever font there is, so these are on the wide side. */
const NARROW = 0.34;
const WIDE = 0.94;
const CAPITAL = 0.7;
const DIGIT = 0.62;
const USUAL = 0.59;
const FULL = 1.05;

/** About how wide a text is, px. */
export function textWidth(text: string, size: number, isBold = false): number {
  let width = 0;
  for (const character of text) width += widthOf(character);
  return width * size * (isBold ? 1.08 : 1);
}

function widthOf(character: string): number {
  if (/[iljtfr.,:;'|!()[\] ·"`-]/.test(character)) return NARROW;
  if (/[mwMW@%–—]/.test(character)) return WIDE;
  if (/[A-Z&]/.test(character)) return CAPITAL;
  if (/\d/.test(character)) return DIGIT;
  return (character.codePointAt(0) ?? 0) < 0x2e80 ? USUAL : FULL;
}

/** A text on one line, cut with an ellipsis where it has no room. */
export function fitted(text: string, room: number, size: number, isBold = false): string {
  const line = text.replaceAll(/\s+/g, " ").trim();
  if (textWidth(line, size, isBold) <= room) return line;
  const characters = Array.from(line);
  let width = textWidth("…", size, isBold);
  let kept = 0;
  for (const character of characters) {
    width += textWidth(character, size, isBold);
    if (width > room) break;
    kept += 1;
  }
  return `${characters.slice(0, kept).join("").trimEnd()}…`;
}

/** Spaces but for those before a unit and before a point between two parts. */
const BREAK = /\s+(?!(?:ms|s|min|h|d|k|M|%|·)(?:\s|$))/;

/** A text on as many lines as there is room for, broken at spaces and where the text breaks itself; the last one is cut. */
export function wrapped(text: string, room: number, size: number, most: number): string[] {
  const lines: string[] = [];
  for (const paragraph of text.split(/\r?\n/)) {
    let line = "";
    for (const word of paragraph.split(BREAK)) {
      const longer = line === "" ? word : `${line} ${word}`;
      if (line !== "" && textWidth(longer, size) > room) {
        lines.push(line.replace(/ ·$/, ""));
        line = word;
      } else line = longer;
    }
    lines.push(line);
  }
  if (lines.length <= most) return lines.map((line) => fitted(line, room, size));
  return [...lines.slice(0, most - 1).map((line) => fitted(line, room, size)), fitted(lines.slice(most - 1).join(" "), room, size)];
}

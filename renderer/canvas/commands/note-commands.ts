import type { Point } from "../../../design/document/schema.ts";
import type { Command } from "../../commands/command.ts";
import { resized } from "../geometry/resize.ts";
import { drawnOf } from "../state/drawn-elements.ts";
import { sizeNote } from "../state/note-edits.ts";
import { canActOnSelection, onlyNote } from "./selection.ts";

/** How far an edge of a note goes, px of the flow. */
const STEP = 20;

/** The size of a note without a mouse: its right and lower edge move, a step with each press. */
export const noteCommands: readonly Command[] = [
  sizeCommand("wider", "Right", { x: STEP, y: 0 }),
  sizeCommand("narrower", "Left", { x: -STEP, y: 0 }),
  sizeCommand("taller", "Down", { x: 0, y: STEP }),
  sizeCommand("lower", "Up", { x: 0, y: -STEP }),
];

function sizeCommand(word: string, direction: string, by: Point): Command {
  return {
    id: `note.${word}`,
    label: `Make the note ${word}`,
    keywords: ["resize", "size", "larger", "smaller"],
    group: "arrange",
    section: "note",
    keys: [`Mod+${direction}`],
    when: (context) => canActOnSelection(context) && onlyNote(context) !== undefined,
    perform: (context) => {
      const id = onlyNote(context);
      const [place] = drawnOf(id === undefined ? [] : [id]);
      if (id !== undefined && place !== undefined) sizeNote(id, resized(place, by.x === 0 ? "s" : "e", by), { mergeKey: `size/${id}` });
    },
  };
}

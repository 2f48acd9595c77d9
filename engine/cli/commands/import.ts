import { importText, sources } from "../../../design/import/registry.ts";
import { cliCommand, type CliCommand } from "../command.ts";
import { EXIT } from "../exit-codes.ts";
import { counted } from "../read-design.ts";
import { readText, STANDARD_INPUT } from "../read-text.ts";
import type { Terminal } from "../terminal.ts";
import { noteLines, refuseToOverwrite, writeDesign } from "../write-design.ts";
import { STANDARD_OUTPUT } from "../write-report.ts";

const FORMATS = Object.values(sources).map(({ title }) => title).join(", ");

/** `spillway import FILE --out DESIGN`: another tool's document as a design, and what of it was not understood. */
export function importCommand(terminal: Terminal): CliCommand {
  return cliCommand({
    name: "import",
    description: "Make a design of another tool's document, and say what was not understood",
    args: {
      file: { type: "positional", description: `Document to import (JSON or YAML: ${FORMATS}); - is standard input`, required: true },
      out: { type: "string", valueHint: "file", description: "Where to write the design (*.spillway.json); without it it goes to standard output" },
      force: { type: "boolean", description: "Overwrite a file that is there" },
      strict: { type: "boolean", description: "Exit with 1 when there is anything that was not understood" },
    },
    async run({ file, out, force, strict }) {
      await refuseToOverwrite(out, force === true);
      const text = await readText(file);
      const { source, design, notes } = importText(text, file === STANDARD_INPUT ? "standard input" : file);
      terminal.note(noteLines(notes));
      await writeDesign(out ?? STANDARD_OUTPUT, design, terminal);
      terminal.note(`Read as ${sources[source].title}: ${notes.length === 0 ? "everything was understood" : counted(notes.length, "note")}.\n`);
      return strict && notes.length > 0 ? EXIT.failed : EXIT.done;
    },
  });
}

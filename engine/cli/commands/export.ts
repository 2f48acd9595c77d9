import { join, resolve } from "node:path";
import { z } from "zod";
import { exportTo, targetNamed } from "../../../design/export/registry.ts";
import { lossTable } from "../../../design/export/loss-table.ts";
import type { ExportFile, ExportResult } from "../../../design/export/target.ts";
import { unwrap } from "../../../design/kinds/schema-walk.ts";
import { topologyOf } from "../../../design/topology/resolve.ts";
import { dataFolder } from "../../host/data-folder.ts";
import { compareExport, writeExport } from "../../host/exports/write-export.ts";
import { createWrittenExports } from "../../host/exports/written-exports.ts";
import { wrong } from "../arguments.ts";
import { cliCommand, type CliCommand } from "../command.ts";
import { EXIT } from "../exit-codes.ts";
import { counted, readRunnableDesign } from "../read-design.ts";
import type { Terminal } from "../terminal.ts";

const LOSSES: Pick<ExportFile, "path" | "language"> = { path: "LOSSES.md", language: "markdown" };

/** `spillway export FILE --to TARGET`: configuration for what the design will be deployed on, and what that cannot express. */
export function exportCommand(terminal: Terminal): CliCommand {
  return cliCommand({
    name: "export",
    description: "Write a design as configuration, with a report of what is lost",
    args: {
      file: { type: "positional", description: "Design to export (*.spillway.json)", required: true },
      to: { type: "string", valueHint: "target", description: "What to export to; see spillway targets" },
      out: { type: "string", valueHint: "folder", description: "Where to write the files; without it they go to standard output" },
      option: { type: "string", valueHint: "name=value", description: "An option of the target; may be given more than once" },
      force: { type: "boolean", description: "Overwrite files that say something else" },
      strict: { type: "boolean", description: "Exit with 1 when anything is lost" },
    },
    async run({ file, to, out, force, strict }, repeated) {
      if (to === undefined) throw wrong("export", "Say what to export to: --to TARGET.");
      const { title, options } = targetNamed(to);
      const design = await readRunnableDesign(file, terminal);
      const result = exportTo(to, topologyOf(design), optionsOf(repeated("option"), options.shape));
      const table = lossTable(title, result.losses);
      if (out === undefined && result.files.some(({ raster }) => raster)) throw wrong("export", `${title} is no text: say where to write it with --out FOLDER.`);
      if (out === undefined) terminal.out(textOf(result.files));
      else await writeInto(out, [...result.files, { ...LOSSES, text: table }], force === true, terminal);
      terminal.note(summary(title, result));
      return strict && result.losses.length > 0 ? EXIT.failed : EXIT.done;
    },
  });
}

/** `--option name=value` as an object; a number or truth value where the option is one: a tag 1.20 stays text. */
function optionsOf(given: readonly string[], known: Readonly<Record<string, z.core.$ZodType>>): Record<string, unknown> {
  return Object.fromEntries(
    given.map((text) => {
      const at = text.indexOf("=");
      if (at < 1) throw wrong("export", `--option ${text} is not of the form name=value.`);
      const [name, value] = [text.slice(0, at), text.slice(at + 1)];
      const option = known[name] && unwrap(known[name]);
      if (option instanceof z.ZodNumber && value.trim() !== "" && Number.isFinite(Number(value))) return [name, Number(value)];
      return [name, option instanceof z.ZodBoolean && (value === "true" || value === "false") ? value === "true" : value];
    }),
  );
}

/** One file as it is; several each under its name. */
function textOf(files: readonly ExportFile[]): string {
  const [only] = files;
  if (only && files.length === 1) return only.text;
  return files.map(({ path, text }) => `==> ${path} <==\n${text}`).join("\n");
}

async function writeInto(folder: string, files: readonly ExportFile[], force: boolean, terminal: Terminal): Promise<void> {
  const memory = createWrittenExports(dataFolder());
  const compared = await compareExport(folder, files, await memory.hashes());
  const changed = compared.filter(({ state }) => state !== "new" && state !== "same").map(({ path }) => join(resolve(folder), path));
  if (changed.length > 0 && !force)
    throw wrong("export", `${changed.join(", ")} ${changed.length === 1 ? "says" : "say"} something else than this export: nothing was written. Compare them, then give --force or another --out.`);
  const { hashes } = await writeExport(
    folder,
    files.map((file, index) => ({ ...file, seen: compared[index]?.hash ?? null })),
  );
  await memory.remember(hashes);
  terminal.note(`${counted(files.length, "file")} in ${resolve(folder)}\n`);
}

function summary(title: string, { losses }: ExportResult): string {
  if (losses.length === 0) return `${title}: nothing lost.\n`;
  const lines = losses.map(({ id, name, property, value, why, instead }) => `lost     ${name} (${id}): ${property}${value === "" ? "" : ` = ${value}`}: ${why} ${instead}\n`);
  return `${lines.join("")}${title}: ${counted(losses.length, "property").replace("propertys", "properties")} cannot be expressed.\n`;
}

import { compareDesigns, isSameDesign } from "../../../design/compare/compare-designs.ts";
import { describeComparison } from "../../../design/compare/describe-comparison.ts";
import { readDesign } from "../../../design/document/load.ts";
import { parseJson } from "../../../design/document/parse-json.ts";
import type { Design } from "../../../design/document/schema.ts";
import { AppError, isAppError } from "../../../design/errors.ts";
import { compareReports, isSameResult } from "../../contract/compare-reports.ts";
import { reportSchema, type Report } from "../../contract/report.ts";
import { wrong } from "../arguments.ts";
import { cliCommand, type CliCommand } from "../command.ts";
import { EXIT } from "../exit-codes.ts";
import { readText, STANDARD_INPUT } from "../read-text.ts";
import { reportDifferences } from "../report-differences.ts";
import type { Terminal } from "../terminal.ts";

/** `spillway diff A B`: what changed between two designs, or two reports. Ends as diff(1) does: with 0 when nothing did, 1 when something did, 2 for trouble. */
export function diffCommand(terminal: Terminal): CliCommand {
  return cliCommand({
    name: "diff",
    description: "Say what changed between two designs or two reports; exit with 1 when something did",
    args: {
      before: { type: "positional", description: "Design or report (as --report writes it); - is standard input", required: true },
      after: { type: "positional", description: "The one to compare it with", required: true },
      json: { type: "boolean", description: "Write every difference as JSON" },
    },
    async run({ before, after, json }) {
      if (before === STANDARD_INPUT && after === STANDARD_INPUT) throw wrong("diff", "Standard input holds one file: name the other.");
      const [one, two] = [await documentIn(before), await documentIn(after)];
      const difference = differenceOf(one, two);
      if (difference === null) throw wrong("diff", `${before} is a ${one.format} and ${after} a ${two.format}: compare two of a sort.`);
      terminal.out(json ? `${JSON.stringify({ format: "spillway-diff", version: 1, of: one.format, same: difference.same, ...difference.found }, null, 2)}\n` : difference.words);
      return difference.same ? EXIT.done : EXIT.failed;
    },
  });
}

type Document = { readonly format: "design"; readonly design: Design } | { readonly format: "report"; readonly report: Report };

interface Difference {
  readonly same: boolean;
  readonly words: string;
  readonly found: object;
}

/** Null for two that cannot be compared. */
function differenceOf(one: Document, two: Document): Difference | null {
  if (one.format === "design" && two.format === "design") {
    const found = compareDesigns(one.design, two.design);
    const same = isSameDesign(found);
    return { same, found, words: `${same ? "No difference in what the designs do.\n" : ""}${describeComparison(found)}` };
  }
  if (one.format !== "report" || two.format !== "report") return null;
  const found = compareReports(one.report, two.report);
  return { same: isSameResult(found), found, words: reportDifferences(found, one.report, two.report) };
}

/** What a file holds. Whatever is wrong with it is wrong use: 1 says that there is a difference. */
async function documentIn(file: string): Promise<Document> {
  try {
    return documentOf(file, await readText(file));
  } catch (error) {
    throw isAppError(error) ? new AppError("wrong-use", error.message, { hint: error.hint, cause: error }) : error;
  }
}

function documentOf(file: string, text: string): Document {
  const parsed = parseJson(text);
  if (!parsed.ok) throw new AppError("design-unreadable", `${file} is neither a design nor a report: line ${parsed.line}, column ${parsed.column}: ${parsed.reason}.`);
  const { value } = parsed;
  if (typeof value === "object" && value !== null && !Array.isArray(value) && value.format === "spillway-report") {
    const report = reportSchema.safeParse(value);
    if (!report.success) throw new AppError("design-unreadable", `${file} is no report that this version reads: ${report.error.issues[0]?.path.join(".") ?? ""} does not fit.`);
    return { format: "report", report: report.data };
  }
  const loaded = readDesign(value);
  if (!loaded.ok) throw new AppError(loaded.error.code, `${file}: ${loaded.error.message}`);
  return { format: "design", design: loaded.design };
}

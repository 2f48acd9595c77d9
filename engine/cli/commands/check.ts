import { resolve } from "node:path";
import { isLesson, lessonProblemLine, loadLesson, type LoadedLesson } from "../../../design/lessons/load-lesson.ts";
import { readLessonFile } from "../../host/files/lessons.ts";
import { cliCommand, type CliCommand } from "../command.ts";
import { EXIT } from "../exit-codes.ts";
import { checkFile, counted, problemLines, type CheckedFile } from "../read-design.ts";
import type { Terminal } from "../terminal.ts";

/** `spillway check FILE`: everything that is wrong with a design, at once. */
export function checkCommand(terminal: Terminal): CliCommand {
  return cliCommand({
    name: "check",
    description: "Say everything that is wrong with a design or a lesson",
    args: {
      file: { type: "positional", description: "Design (*.spillway.json) or lesson (*.lesson.json) to check", required: true },
      json: { type: "boolean", description: "Write the problems as JSON" },
    },
    async run({ file, json }) {
      const lesson = await lessonIn(file);
      if (lesson) {
        terminal.out(json ? `${JSON.stringify({ file, ok: lesson.ok, problems: lesson.ok ? [] : lesson.problems }, null, 2)}\n` : lessonText(file, lesson));
        return lesson.ok ? EXIT.done : EXIT.failed;
      }
      const checked = await checkFile(file);
      const isSound = checked.error === null && !checked.problems.some((problem) => problem.severity === "error");
      terminal.out(json ? asJson(file, isSound, checked) : asText(file, checked));
      return isSound ? EXIT.done : EXIT.failed;
    },
  });
}

/** A lesson as read and checked with the design that it names; null for a file that does not say that it is one. */
async function lessonIn(file: string): Promise<LoadedLesson | null> {
  const { text, designText } = await readLessonFile(resolve(file));
  return isLesson(text) || file.endsWith(".lesson.json") ? loadLesson(text, designText) : null;
}

function lessonText(file: string, lesson: LoadedLesson): string {
  if (!lesson.ok) return lesson.problems.map((problem) => `error    ${lessonProblemLine(problem)}\n`).join("");
  return `${file}: no problems in ${counted(lesson.lesson.steps.length, "step")}.\n`;
}

function asJson(file: string, ok: boolean, { error, problems }: CheckedFile): string {
  const failure = error === null ? {} : { error: { code: error.code, message: error.message } };
  return `${JSON.stringify({ file, ok, ...failure, problems }, null, 2)}\n`;
}

function asText(file: string, { design, error, problems }: CheckedFile): string {
  if (error) return `${problems.length > 1 ? problemLines(problems) : ""}${file}: ${error.message}\n`;
  const errors = problems.filter((problem) => problem.severity === "error").length;
  const verdict = problems.length === 0 ? "no problems" : `${counted(errors, "error")}, ${counted(problems.length - errors, "warning")}`;
  return `${problemLines(problems)}${file}: ${verdict} in ${counted(design.nodes.length, "node")} and ${counted(design.edges.length, "edge")}.\n`;
}

import { misfitsOf } from "../checks/issue-sentences.ts";
import { withoutExtensions } from "../document/extensions.ts";
import { loadDesign, readDesign } from "../document/load.ts";
import { parseJson } from "../document/parse-json.ts";
import type { Design, Json } from "../document/schema.ts";
import { checkLesson, type LessonProblem } from "./check-lesson.ts";
import { lessonSchema, type Lesson } from "./schema.ts";

export type LoadedLesson = { readonly ok: true; readonly lesson: Lesson; readonly design: Design } | { readonly ok: false; readonly problems: readonly LessonProblem[] };

/** Whether a file's text says that it is a lesson; what is no JSON says nothing. */
export function isLesson(text: string): boolean {
  const parsed = parseJson(text);
  return parsed.ok && formatOf(parsed.value) === "spillway-lesson";
}

/** The path of the design that a lesson names, or null where the design is in it, or the path leads out of the lesson's folder. */
export function designPathOf(text: string): string | null {
  const parsed = parseJson(text);
  const design = parsed.ok && isObject(parsed.value) ? parsed.value["design"] : undefined;
  return typeof design === "string" && isBeside(design) ? design : null;
}

/**
 * Reads a lesson from its text and, where it names a design file, that file's text (null: there is none). Never throws: it is a
 * lesson that works, or everything that is wrong with it, by place.
 */
export function loadLesson(text: string, designText: string | null): LoadedLesson {
  const parsed = parseJson(text);
  if (!parsed.ok) return refuse([], `line ${parsed.line}, column ${parsed.column}: ${parsed.reason}.`);
  if (formatOf(parsed.value) !== "spillway-lesson") return refuse(["format"], 'a lesson begins with "format": "spillway-lesson" and "version": 1.');
  const shape = lessonSchema.safeParse(withoutExtensions(parsed.value, lessonSchema));
  if (!shape.success) {
    return { ok: false, problems: misfitsOf(shape.error, lessonSchema, parsed.value).map(({ path, sentence }) => ({ path, message: sentence })) };
  }
  const lesson = shape.data;
  const loaded = typeof lesson.design === "string" ? besides(lesson.design, designText) : readDesign(lesson.design);
  if (typeof loaded === "string") return refuse(["design"], loaded);
  if (!loaded.ok) return refuse(["design"], loaded.error.message);
  const problems = checkLesson(lesson, loaded.design);
  return problems.length > 0 ? { ok: false, problems } : { ok: true, lesson, design: loaded.design };
}

/** A problem in a line: `steps › 2 › focus: there is no node "bilings"; did you mean "billing"?` */
export function lessonProblemLine({ path, message }: LessonProblem): string {
  const places = path.map((key) => (typeof key === "number" ? String(key + 1) : String(key)));
  const [place, around] = [places.join(" › "), places.slice(0, -1).join(" › ")];
  const isPlaced = place === "" || message.startsWith(place) || (around !== "" && message.startsWith(`${around}: `));
  return isPlaced ? message : `${place}: ${message}`;
}

function besides(path: string, text: string | null): ReturnType<typeof loadDesign> | string {
  if (!isBeside(path)) return `"${path}" leads out of the lesson's folder; put the design beside the lesson.`;
  return text === null ? `there is no file "${path}" beside the lesson.` : loadDesign(text);
}

function isBeside(path: string): boolean {
  return !/^([\\/]|[A-Za-z]:)/.test(path) && !path.split(/[\\/]/).includes("..");
}

function isObject(value: Json): value is Record<string, Json> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function formatOf(value: Json): Json | undefined {
  return isObject(value) ? value["format"] : undefined;
}

function refuse(path: LessonProblem["path"], message: string): LoadedLesson {
  return { ok: false, problems: [{ path, message }] };
}

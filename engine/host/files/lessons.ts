import { readdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { designPathOf, loadLesson } from "../../../design/lessons/load-lesson.ts";
import { isAppError } from "../../../design/errors.ts";
import { contentHash, readDesignFile } from "./read-design-file.ts";

/** A lesson's text as it is on disk, and the text of the design beside it where it names one that is there. */
export interface LessonFile {
  readonly path: string;
  /** Of both texts. */
  readonly hash: string;
  readonly text: string;
  readonly designText: string | null;
}

/** A lesson that comes with the product. */
export interface ListedLesson {
  readonly path: string;
  readonly title: string;
  readonly summary: string;
  readonly minutes: number;
}

/** Reads a lesson and its design. Rejects with an AppError where the lesson cannot be read; a design that is missing is null. */
export async function readLessonFile(path: string): Promise<LessonFile> {
  const { text } = await readDesignFile(path);
  const design = designPathOf(text);
  const designText = design === null ? null : await readIfThere(join(dirname(path), design));
  return { path, text, designText, hash: contentHash(`${text}\n${designText ?? ""}`) };
}

/** The lessons in a folder, by file name. One that does not work is left out. */
export async function listLessons(folder: string): Promise<ListedLesson[]> {
  const names = await readdir(folder).catch(() => []);
  const paths = names.filter((name) => name.endsWith(".lesson.json")).sort().map((name) => join(folder, name));
  const lessons = await Promise.all(paths.map((path) => describe(path)));
  return lessons.flatMap((lesson) => (lesson ? [lesson] : []));
}

async function describe(path: string): Promise<ListedLesson | null> {
  const file = await readLessonFile(path).catch(() => null);
  const loaded = file && loadLesson(file.text, file.designText);
  if (!loaded?.ok) return null;
  const { title, summary, minutes } = loaded.lesson;
  return { path, title, summary, minutes };
}

async function readIfThere(path: string): Promise<string | null> {
  try {
    return (await readDesignFile(path)).text;
  } catch (error) {
    if (isAppError(error) && error.code === "file-not-found") return null;
    throw error;
  }
}

import { designPathOf } from "../../design/lessons/load-lesson.ts";
import { AppError } from "../../design/errors.ts";
import type { CallResponse } from "../../engine/contract/api.ts";
import type { CommandContext } from "../commands/command.ts";
import { lessonWords } from "../words/lessons.ts";

/** A lesson's text and its design's; null texts say that they are still those that were known. */
export type LessonTexts = Omit<CallResponse<"lessons.open">, "path">;

/** Where a lesson is read from, again and again while it is open. */
export interface LessonSource {
  /** `known` is the hash of the texts that the reader has. */
  readonly read: (known?: string) => Promise<LessonTexts>;
}

/** A file that the engine host reads, with the design beside it. */
export function fileSource({ engine }: Pick<CommandContext, "engine">, path: string): LessonSource {
  return { read: (known) => engine.call("lessons.open", { path, ...(known === undefined ? {} : { known }) }) };
}

/** A file that was dropped: `latest` gives it as it is saved now. Its design must be in it, because it comes without its folder. */
export function droppedSource(latest: () => Promise<File>): LessonSource {
  return {
    async read(known) {
      const file = await latest();
      const hash = `${file.lastModified} ${file.size}`;
      if (hash === known) return { hash, text: null, designText: null };
      const text = await file.text();
      const design = designPathOf(text);
      if (design !== null) throw new AppError("file-not-found", lessonWords.droppedWithoutDesign(design));
      return { hash, text, designText: null };
    },
  };
}

import { join, resolve } from "node:path";
import type { Handlers } from "../answer.ts";
import { listExamples, listTemplates } from "../files/examples.ts";
import { listLessons, readLessonFile } from "../files/lessons.ts";
import { listFolder } from "../files/list-folder.ts";
import { designName, readDesignFile } from "../files/read-design-file.ts";
import type { RecentFiles } from "../files/recent-files.ts";
import { saveDesignFile } from "../files/save-design-file.ts";

export interface FilePlaces {
  readonly recent: RecentFiles;
  readonly examplesFolder: string;
  /** Shown first where no folder is named. */
  readonly startFolder: string;
}

/** The calls about files. Relative paths count from the process's folder; answers hold absolute ones. */
export function fileHandlers({ recent, examplesFolder, startFolder }: FilePlaces) {
  return {
    async "files.open"(request) {
      const path = resolve(request.path);
      const { text, hash } = await readDesignFile(path);
      if (request.asCopy !== true) await recent.add(path);
      return { path, name: designName(path), text, hash };
    },
    async "files.save"(request) {
      const path = resolve(request.path);
      const result = await saveDesignFile({ ...request, path });
      if (!result.conflict) await recent.add(path);
      return { ...result, path };
    },
    "files.recent": async () => ({ files: await recent.list() }),
    "files.examples": async () => ({ files: await listExamples(examplesFolder) }),
    "files.templates": async () => ({ files: await listTemplates(join(examplesFolder, "templates")) }),
    "files.lessons": async () => ({ files: await listLessons(join(examplesFolder, "lessons")) }),
    async "lessons.open"({ path, known }) {
      const file = await readLessonFile(resolve(path));
      return file.hash === known ? { ...file, text: null, designText: null } : file;
    },
    "files.list": ({ folder }) => listFolder(folder ?? startFolder),
  } satisfies Partial<Handlers>;
}

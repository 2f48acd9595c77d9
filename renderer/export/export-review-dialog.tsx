import { lazy, Suspense, useState } from "react";
import { commandContext } from "../commands/context.ts";
import { tellFailure } from "../commands/perform.ts";
import type { ComparedFile, FileState } from "../../engine/contract/exports.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Segmented } from "../ui/segmented.tsx";
import { usePendingExport } from "./pending-export.ts";
import { differs, write } from "./save-export.ts";
import { exportWords } from "../words/export.ts";
import "./export-review.css";

const DiffView = lazy(async () => ({ default: (await import("./diff-view.tsx")).DiffView }));

type Choice = "overwrite" | "keep";

/** What a file in the folder is, and so what becomes of it unless somebody chooses otherwise: nobody's own work is overwritten unasked. */
const WORDS: Readonly<Partial<Record<FileState, { readonly says: string; readonly choice: Choice }>>> = {
  outdated: { says: exportWords.asSpillwayWroteItTheDesign, choice: "overwrite" },
  edited: { says: exportWords.changedByHandSinceSpillwayWrote, choice: "keep" },
  foreign: { says: exportWords.notWrittenBySpillwayAsFar, choice: "keep" },
};

const CHOICES = [
  { value: "overwrite", label: exportWords.overwrite },
  { value: "keep", label: exportWords.keep },
] as const;

/** Shows what an export would change in its folder, file by file, and asks what becomes of each. Nothing has been written. */
export function ExportReviewDialog({ onClose }: { readonly onClose: () => void }) {
  const pending = usePendingExport(({ toReview }) => toReview);
  const [choices, setChoices] = useState<Readonly<Record<string, Choice>>>({});
  const [shown, setShown] = useState<string | null>(null);
  if (!pending) return null;
  const { save, folder, compared } = pending;
  const changed = compared.filter(differs);
  const file = changed.find(({ path }) => path === shown) ?? changed[0];
  const fresh = save.files.find(({ path }) => path === file?.path);
  const choiceOf = ({ path, state }: ComparedFile) => choices[path] ?? WORDS[state]?.choice ?? "keep";
  const toWrite = compared.filter((each) => !differs(each) || choiceOf(each) === "overwrite");
  const news = compared.filter(({ state }) => state === "new").length;
  const count = toWrite.filter(({ state }) => state !== "same").length;

  return (
    <Dialog
      size="full"
      title={changed.length === 1 ? exportWords.aFileInTheFolderSaysSomething : exportWords.countFilesInTheFolderSaySomething(changed.length)}
      description={exportWords.nothingHasBeenWrittenToFolderYet(folder, news)}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{exportWords.cancel}</Button>
          <Button
            variant="primary"
            data-autofocus
            disabled={count === 0}
            onClick={() => {
              onClose();
              write(commandContext, save, folder, toWrite).catch((error: unknown) => tellFailure(error, commandContext));
            }}
          >
            {count === 0 ? exportWords.nothingToWrite : count === 1 ? exportWords.write1File : exportWords.writeCountFiles(count)}
          </Button>
        </>
      }
    >
      <div className="review">
        <ul className="review-files scroll" aria-label={exportWords.filesThatDiffer}>
          {changed.map((each) => (
            <li key={each.path} data-shown={each.path === file?.path || undefined}>
              <button type="button" className="review-file" aria-pressed={each.path === file?.path} onClick={() => setShown(each.path)}>
                <span className="review-path">{each.path}</span>
                <span className="review-says" data-state={each.state}>
                  {WORDS[each.state]?.says}
                </span>
              </button>
              <Segmented label={exportWords.whatBecomesOfPath(each.path)} value={choiceOf(each)} options={CHOICES} onChange={(choice) => setChoices({ ...choices, [each.path]: choice })} />
            </li>
          ))}
        </ul>
        {file && fresh && (
          <section className="review-difference" aria-label={exportWords.differenceOfPath(file.path)}>
            <header>
              <h3>{exportWords.inTheFolder}</h3>
              <h3>{exportWords.thisExport}</h3>
            </header>
            {file.present === null ? (
              <p className="review-none">{fresh.raster ? exportWords.anotherPicture : exportWords.noText}</p>
            ) : (
              <Suspense fallback={<div className="diff-view" />}>
                <DiffView before={file.present} after={fresh.text} language={fresh.language} path={file.path} />
              </Suspense>
            )}
          </section>
        )}
      </div>
    </Dialog>
  );
}

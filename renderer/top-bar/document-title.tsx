import { useState, type KeyboardEvent } from "react";
import { renameDesign } from "../files/rename-design.ts";
import { isEdited } from "../stores/document-state.ts";
import { useDocument } from "../stores/document-store.ts";
import { Tip } from "../ui/tip.tsx";
import { topBarWords } from "../words/top-bar.ts";

/** The design's name, to be changed in place, and whether all of it is saved. */
export function DocumentTitle() {
  const name = useDocument((document) => document.design.name);
  const [draft, setDraft] = useState<string | null>(null);

  function commit(): void {
    const next = draft?.trim() ?? "";
    if (next !== "" && next !== name) renameDesign(next);
    setDraft(null);
  }

  function onKeyDown(event: KeyboardEvent<HTMLInputElement>): void {
    if (event.key === "Enter") event.currentTarget.blur();
    if (event.key === "Escape") {
      setDraft(null);
      event.currentTarget.value = name;
      event.currentTarget.blur();
    }
  }

  return (
    <div className="document-title">
      <span className="document-slash" aria-hidden="true">
        /
      </span>
      <span className="document-name" data-value={draft ?? name}>
        <input
          aria-label={topBarWords.nameOfTheDesign}
          value={draft ?? name}
          size={1}
          maxLength={200}
          spellCheck={false}
          onChange={(event) => setDraft(event.target.value)}
          onFocus={(event) => event.target.select()}
          onBlur={commit}
          onKeyDown={onKeyDown}
        />
      </span>
      <SavedState />
    </div>
  );
}

function SavedState() {
  const edited = useDocument(isEdited);
  const path = useDocument((document) => document.path);
  const [state, text, detail] = describe(edited, path);
  return (
    <Tip text={detail}>
      <span className="saved-state" role="note" data-state={state} aria-label={text} tabIndex={0}>
        <span>{text}</span>
      </span>
    </Tip>
  );
}

function describe(edited: boolean, path: string | null): [state: string, text: string, detail: string] {
  if (edited) return ["edited", topBarWords.edited, path === null ? topBarWords.notInAFileYetACopy : topBarWords.notSavedToPathYet(path)];
  if (path === null) return ["new", topBarWords.fresh, topBarWords.notInAFileYet];
  return ["saved", topBarWords.saved, path];
}

import { MergeView } from "@codemirror/merge";
import { useEffect, useRef } from "react";
import type { Language } from "../../design/export/target.ts";
import { viewOf } from "./code-setup.ts";
import { exportWords } from "../words/export.ts";

export interface DiffViewProps {
  readonly before: string;
  readonly after: string;
  readonly language: Language;
  readonly path: string;
}

/** A file as it lies in the folder beside what would be written; what is the same in both is folded away. */
export function DiffView({ before, after, language, path }: DiffViewProps) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const parent = place.current;
    if (parent === null) return undefined;
    const view = new MergeView({
      parent,
      a: { doc: before, extensions: viewOf(language, exportWords.pathInTheFolder(path)) },
      b: { doc: after, extensions: viewOf(language, exportWords.pathOfThisExport(path)) },
      collapseUnchanged: { margin: 3, minSize: 6 },
    });
    return () => view.destroy();
  }, [before, after, language, path]);
  return <div ref={place} className="diff-view scroll" />;
}

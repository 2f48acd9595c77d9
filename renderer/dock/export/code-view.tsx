import { openSearchPanel } from "@codemirror/search";
import { EditorState } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { useEffect, useRef } from "react";
import type { Language } from "../../../design/export/target.ts";
import { viewOf } from "../../export/code-setup.ts";

export interface CodeViewProps {
  readonly text: string;
  readonly language: Language;
  /** What a screen reader calls it. */
  readonly label: string;
  /** Another file of the same export, or the same of another, is another view: it begins at its top. */
  readonly id: string;
  /** Counts up with each wish to search. */
  readonly searches: number;
}

/** A file in colours, to be read and searched. A new text replaces only what differs, so that the place one reads at stays. */
export function CodeView({ text, language, label, id, searches }: CodeViewProps) {
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);

  useEffect(() => {
    const parent = place.current;
    if (parent === null) return undefined;
    const made = new EditorView({ parent, state: EditorState.create({ extensions: viewOf(language, label) }) });
    view.current = made;
    return () => {
      view.current = null;
      made.destroy();
    };
  }, [language, label, id]);

  useEffect(() => {
    const present = view.current;
    if (present === null) return;
    const change = changeTo(present.state.doc.toString(), text);
    if (change !== null) present.dispatch({ changes: change });
    // With each new view too: it begins empty.
  }, [text, language, label, id]);

  useEffect(() => {
    if (searches > 0 && view.current !== null) openSearchPanel(view.current);
  }, [searches]);

  return <div ref={place} className="code-view" data-code={id} />;
}

/** The one piece of a text that is replaced to make it another; null where they are the same. */
export function changeTo(before: string, after: string): { from: number; to: number; insert: string } | null {
  if (before === after) return null;
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start += 1;
  let end = 0;
  while (end < shorter - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end += 1;
  return { from: start, to: before.length - end, insert: after.slice(start, after.length - end) };
}

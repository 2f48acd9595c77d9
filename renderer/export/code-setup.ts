import { javascript } from "@codemirror/lang-javascript";
import { json } from "@codemirror/lang-json";
import { markdown } from "@codemirror/lang-markdown";
import { xml } from "@codemirror/lang-xml";
import { yaml } from "@codemirror/lang-yaml";
import { bracketMatching, foldGutter, foldKeymap, HighlightStyle, StreamLanguage, syntaxHighlighting } from "@codemirror/language";
import { shell } from "@codemirror/legacy-modes/mode/shell";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { EditorState, type Extension } from "@codemirror/state";
import { EditorView, highlightSpecialChars, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { hcl } from "codemirror-lang-hcl";
import type { Language } from "../../design/export/target.ts";

const LANGUAGE_SUPPORT: Readonly<Record<Language, () => Extension>> = {
  json,
  yaml,
  hcl,
  typescript: () => javascript({ typescript: true }),
  shell: () => StreamLanguage.define(shell),
  markdown,
  svg: xml,
  mermaid: () => [],
  text: () => [],
};

const colours = HighlightStyle.define([
  { tag: [tags.propertyName, tags.attributeName, tags.definition(tags.propertyName), tags.tagName, tags.heading], color: "var(--accent-text)" },
  { tag: [tags.string, tags.special(tags.string), tags.attributeValue, tags.monospace], color: "var(--ok)" },
  { tag: [tags.number, tags.bool, tags.null, tags.atom, tags.literal], color: "var(--warn)" },
  { tag: [tags.keyword, tags.operatorKeyword, tags.modifier, tags.controlKeyword, tags.definitionKeyword, tags.moduleKeyword], color: "var(--bad)" },
  { tag: [tags.comment, tags.meta, tags.punctuation, tags.bracket, tags.separator], color: "var(--text-faint)" },
  { tag: [tags.heading, tags.strong], fontWeight: "600" },
  { tag: tags.emphasis, fontStyle: "italic" },
]);

/** Colours are tokens, so that a change of theme needs no new editor. */
const look = EditorView.theme({
  "&": { height: "100%", color: "var(--text)", backgroundColor: "var(--surface)", fontSize: "var(--text-sm)" },
  "&.cm-focused": { outline: "2px solid var(--focus)", outlineOffset: "-2px" },
  ".cm-scroller": { fontFamily: "var(--font-mono)", lineHeight: "1.55", overflow: "auto" },
  ".cm-content": { padding: "8px 0" },
  ".cm-gutters": { backgroundColor: "var(--surface)", color: "var(--text-faint)", border: "none" },
  ".cm-foldPlaceholder": { padding: "0 6px", border: "1px solid var(--border-strong)", backgroundColor: "var(--inset)", color: "var(--text-muted)" },
  "& .cm-selectionMatch": { backgroundColor: "var(--surface-active)" },
  ".cm-searchMatch": { backgroundColor: "var(--warn-soft)", outline: "1px solid var(--warn)" },
  ".cm-searchMatch.cm-searchMatch-selected": { backgroundColor: "var(--accent-fill)", color: "var(--on-accent)" },
  ".cm-searchMatch.cm-searchMatch-selected *": { color: "var(--on-accent)" },
  ".cm-panels": { backgroundColor: "var(--surface-raised)", color: "var(--text)" },
  ".cm-panels.cm-panels-top": { borderBottom: "1px solid var(--border)" },
  ".cm-panel.cm-search": { display: "flex", flexWrap: "wrap", alignItems: "center", gap: "6px", padding: "6px 30px 6px 10px", fontFamily: "var(--font)" },
  ".cm-panel.cm-search br": { display: "none" },
  ".cm-panel.cm-search label": { display: "inline-flex", alignItems: "center", gap: "4px", fontSize: "var(--text-sm)", color: "var(--text-muted)" },
  ".cm-textfield": { margin: "0", padding: "3px 8px", border: "1px solid var(--control-border)", borderRadius: "6px", backgroundColor: "var(--inset)", fontSize: "var(--text-sm)" },
  ".cm-button": { margin: "0", padding: "3px 9px", border: "1px solid var(--border-strong)", borderRadius: "6px", background: "var(--inset)", fontSize: "var(--text-sm)", cursor: "pointer" },
  ".cm-panel.cm-search [name=close]": { top: "6px", right: "8px", fontSize: "var(--text-xl)", color: "var(--text-muted)", cursor: "pointer" },
  ".cm-changedLine": { backgroundColor: "color-mix(in srgb, var(--ok) 7%, transparent) !important" },
  "&.cm-merge-a .cm-changedLine": { backgroundColor: "color-mix(in srgb, var(--bad) 7%, transparent) !important" },
  // A line below, not a colour behind: the text stays as readable as it is elsewhere.
  "&.cm-merge-b .cm-changedText": { background: "none", boxShadow: "inset 0 -2px 0 var(--ok)" },
  "&.cm-merge-a .cm-changedText": { background: "none", boxShadow: "inset 0 -2px 0 var(--bad)" },
  "&.cm-merge-a .cm-changedLineGutter": { background: "var(--bad)" },
  "&.cm-merge-b .cm-changedLineGutter": { background: "var(--ok)" },
  ".cm-collapsedLines::before, .cm-collapsedLines::after": { content: "'⋯'" },
  ".cm-collapsedLines": { color: "var(--text-muted)", background: "var(--inset)", borderBlock: "1px solid var(--border)" },
});

/** What every view of a file has: colours, line numbers, search with Ctrl+F; nothing can be changed. `label` is what a screen reader calls it. */
export function viewOf(language: Language, label: string): Extension {
  return [
    EditorState.readOnly.of(true),
    EditorView.editable.of(false),
    EditorView.contentAttributes.of({ tabindex: "0", "aria-label": label, "aria-readonly": "true" }),
    lineNumbers(),
    foldGutter(),
    highlightSpecialChars(),
    highlightSelectionMatches(),
    bracketMatching(),
    search({ top: true }),
    keymap.of([...searchKeymap, ...foldKeymap]),
    syntaxHighlighting(colours),
    LANGUAGE_SUPPORT[language](),
    look,
  ];
}

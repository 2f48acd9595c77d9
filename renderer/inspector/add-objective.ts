import { addSlo } from "../../design/document/operations-document.ts";
import type { Slo } from "../../design/document/schema.ts";
import { documentStore } from "../stores/document-store.ts";
import { sessionStore } from "../stores/session-store.ts";
import { inspectorWords } from "../words/inspector.ts";

const FRESH: Omit<Slo, "id"> = { name: inspectorWords.p95EndToEnd, target: { all: true }, metric: "endToEndMs", percentile: 95, op: "<=", value: 500 };

const TRIES = 12;

/** Adds an objective to the design, and opens its form in the inspector with the keyboard in it. */
export function addObjective(): void {
  const { design, edit, mark } = documentStore.getState();
  const diff = addSlo(design, FRESH);
  edit(diff, inspectorWords.addAnObjective);
  mark();
  const { clearSelection, showInspector } = sessionStore.getState();
  clearSelection();
  showInspector("settings");
  const id = diff.slos.added[0]?.record.id;
  if (id !== undefined) openRecord(`slo-${id}`, TRIES);
}

/** Opens a record's form and puts the keyboard on its first field, once the inspector shows the record, so many frames at most from now. */
function openRecord(key: string, tries: number): void {
  const record = document.querySelector<HTMLDetailsElement>(`.inspector details[data-record="${CSS.escape(key)}"]`);
  if (record !== null) {
    record.open = true;
    record.querySelector<HTMLElement>("button, input, select")?.focus();
  } else if (tries > 0) requestAnimationFrame(() => openRecord(key, tries - 1));
}

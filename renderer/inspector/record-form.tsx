import { Trash2 } from "lucide-react";
import type { z } from "zod";
import type { DesignDiff } from "../../design/document/diff.ts";
import type { Design, Json } from "../../design/document/schema.ts";
import { documentStore } from "../stores/document-store.ts";
import { Button } from "../ui/button.tsx";
import { SettingsForm } from "./settings-form.tsx";
import { inspectorWords } from "../words/inspector.ts";

interface RecordFormProps {
  /** As its ids in the form and its undo marks begin. */
  readonly prefix: string;
  /** What it is called in a sentence: "zone". */
  readonly word: string;
  readonly id: string;
  readonly name: string;
  readonly schema: z.ZodType;
  readonly settings: Record<string, Json>;
  readonly update: (design: Design, change: { id: string } & Record<string, Json | undefined>) => DesignDiff;
  readonly remove: (design: Design, id: string) => DesignDiff;
}

/** The form of one of the design's records, a zone or an objective, and the button that removes it. */
export function RecordForm({ prefix, word, id, name, schema, settings, update, remove }: RecordFormProps) {
  return (
    <>
      <SettingsForm
        id={`${prefix}-${id}`}
        schema={schema}
        settings={settings}
        problemAt={() => null}
        onSettle={() => documentStore.getState().mark()}
        onWrite={(path, value) => {
          const { design, edit } = documentStore.getState();
          const property = String(path[0]);
          // A record has a name, even an empty one.
          edit(update(design, { id, [property]: property === "name" ? (value ?? "") : value }), inspectorWords.changeTheWordName(word, name), { mergeKey: `${prefix}/${id}/${property}` });
        }}
      />
      <Button
        icon={Trash2}
        variant="danger"
        size="small"
        onClick={() => {
          const { design, edit, mark } = documentStore.getState();
          edit(remove(design, id), inspectorWords.removeTheWordName(word, name));
          mark();
        }}
      >
        {inspectorWords.removeWord(word)}
      </Button>
    </>
  );
}

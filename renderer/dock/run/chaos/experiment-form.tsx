import { Trash2 } from "lucide-react";
import { useEffect } from "react";
import { EXPERIMENTS, isExperimentType } from "../../../../design/chaos/catalogue.ts";
import type { ChaosRecord } from "../../../../design/chaos/experiment.ts";
import { removeExperiment, updateExperiment } from "../../../../design/document/operations-chaos.ts";
import type { Json } from "../../../../design/document/schema.ts";
import { plannedSchema } from "../../../chaos/experiment-schema.ts";
import { SettingsForm } from "../../../inspector/settings-form.tsx";
import { documentStore } from "../../../stores/document-store.ts";
import { Button } from "../../../ui/button.tsx";
import { chaosWords as words } from "../../../words/chaos.ts";

/** What of the form is not a parameter. */
const OWN: ReadonlySet<string> = new Set(["atMs", "durationMs"]);
const EXPECTED: ReadonlySet<string> = new Set(["text", "holds", "recoversWithinMs"]);

/** The form of one planned experiment; each change is written at once, and undone by one undo. */
export function ExperimentForm({ record, title, onRemoved }: { readonly record: ChaosRecord; readonly title: string; readonly onRemoved: () => void }) {
  useEffect(() => () => documentStore.getState().mark(), []);
  const { id, experiment, atMs, durationMs, parameters, hypothesis } = record;
  if (!isExperimentType(experiment)) return <p className="inspector-note">{experiment}</p>;
  const expected = typeof hypothesis === "string" ? { text: hypothesis } : (hypothesis ?? {});

  function write(property: string, value: Json | undefined): void {
    const { design, edit } = documentStore.getState();
    const change = changeOf(record, expected, property, value);
    edit(updateExperiment(design, { id, ...change }), words.changeOf(title), { mergeKey: `experiment/${id}/${property}` });
  }

  return (
    <div className="load-form">
      <h4>{title}</h4>
      <SettingsForm
        id={`experiment-${id}`}
        schema={plannedSchema(experiment)}
        settings={{ atMs, ...(durationMs === undefined ? {} : { durationMs }), ...parameters, ...expected }}
        problemAt={() => null}
        onSettle={() => documentStore.getState().mark()}
        onWrite={([property], value) => write(String(property), value)}
      />
      <p className="inspector-note">{EXPERIMENTS[experiment].summary}</p>
      <Button
        icon={Trash2}
        variant="danger"
        size="small"
        onClick={() => {
          takeOut(id, title);
          onRemoved();
        }}
      >
        {words.remove}
      </Button>
    </div>
  );
}

/** Takes an experiment out of the plan; one undo brings it back. */
export function takeOut(id: string, title: string): void {
  const { design, edit, mark } = documentStore.getState();
  edit(removeExperiment(design, id), words.removeOf(title));
  mark();
}

function changeOf(record: ChaosRecord, expected: object, property: string, value: Json | undefined): { [Key in keyof ChaosRecord]?: ChaosRecord[Key] | undefined } {
  if (OWN.has(property)) return { [property]: value };
  if (EXPECTED.has(property)) {
    const { [property]: _, ...rest } = expected as Record<string, Json>;
    const all = value === undefined ? rest : { ...rest, [property]: value };
    return { hypothesis: Object.keys(all).length === 0 ? undefined : all };
  }
  const { [property]: _, ...rest } = record.parameters ?? {};
  const parameters = value === undefined ? rest : { ...rest, [property]: value };
  return { parameters: Object.keys(parameters).length === 0 ? undefined : parameters };
}

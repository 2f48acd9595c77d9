import { CircleAlert, CircleCheck, Plus, Target } from "lucide-react";
import { displayName } from "../../design/document/display-name.ts";
import { removeSlo, updateSlo } from "../../design/document/operations-document.ts";
import { sloSchema, type Json, type Slo } from "../../design/document/schema.ts";
import type { SloVerdict } from "../../engine/contract/report.ts";
import { metricValue } from "../../design/words/slo-words.ts";
import { documentStore, useDocument } from "../stores/document-store.ts";
import { useSloVerdicts } from "../stores/frames.ts";
import { Button } from "../ui/button.tsx";
import { Select } from "../ui/select.tsx";
import { FieldRow } from "./form/field-row.tsx";
import { addObjective } from "./add-objective.ts";
import { RecordForm } from "./record-form.tsx";
import { inspectorWords } from "../words/inspector.ts";

const FORM = sloSchema.omit({ id: true, target: true });
const ALL = "(all)";
const PATH = "(path)";

/** What a new one begins as. */
/** The design's service level objectives, and how they stand while a run is on (rule O5). */
export function SloSection() {
  const slos = useDocument(({ design }) => design.slos) ?? [];
  const verdicts = useSloVerdicts();
  return (
    <section className="many-actions" aria-label={inspectorWords.objectives}>
      <h3>{inspectorWords.objectives}</h3>
      {slos.map((slo) => (
        <SloItem key={slo.id} slo={slo} verdict={verdicts.find(({ id }) => id === slo.id)} />
      ))}
      <Button icon={Plus} size="small" onClick={addObjective}>
        {inspectorWords.addObjective}
      </Button>
    </section>
  );
}

function SloItem({ slo: { id, target, ...settings }, verdict }: { readonly slo: Slo; readonly verdict: SloVerdict | undefined }) {
  const name = settings.name || id;
  return (
    <details className="record" data-record={`slo-${id}`}>
      <summary>
        {verdict === undefined ? (
          <Target size={14} aria-hidden="true" />
        ) : verdict.passed ? (
          <CircleCheck size={14} data-tone="ok" aria-label={inspectorWords.metSoFar} />
        ) : (
          <CircleAlert size={14} data-tone="bad" aria-label={inspectorWords.missed} />
        )}
        <span>{name}</span>
        {verdict && <span className="record-number">{metricValue(settings.metric, verdict.value)}</span>}
      </summary>
      <div className="form">
        <TargetField id={id} name={name} target={target} />
      </div>
      <RecordForm prefix="slo" word={inspectorWords.objective} id={id} name={name} schema={FORM} settings={settings as Record<string, Json>} update={updateSlo} remove={removeSlo} />
    </details>
  );
}

function TargetField({ id, name, target }: { readonly id: string; readonly name: string; readonly target: Slo["target"] }) {
  const nodes = useDocument(({ design }) => design.nodes);
  const path = "path" in target ? target.path : [];
  const nameOf = (node: string): string => displayName(nodes.find((each) => each.id === node) ?? { id: node });
  const options = [
    { value: ALL, label: inspectorWords.everything },
    ...(path.length > 0 ? [{ value: PATH, label: path.map(nameOf).join(" → ") }] : []),
    ...nodes.map((node) => ({ value: node.id, label: displayName(node) })),
  ];
  return (
    <FieldRow id={`slo-${id}-target`} title={inspectorWords.of} help={inspectorWords.oneNodeAPathFromNode} error={null} defaultText={null}>
      <Select
        id={`slo-${id}-target`}
        value={"all" in target ? ALL : "path" in target ? PATH : target.node}
        options={options}
        describedBy={`slo-${id}-target-help`}
        onChange={(value) => {
          if (value === PATH) return;
          const { design, edit, mark } = documentStore.getState();
          edit(updateSlo(design, { id, target: value === ALL ? { all: true } : { node: value } }), inspectorWords.changeTheObjectiveName(name));
          mark();
        }}
      />
    </FieldRow>
  );
}

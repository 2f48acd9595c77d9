import { Trash2 } from "lucide-react";
import { useEffect } from "react";
import { z } from "zod";
import { MOST_LOAD } from "../../../../design/checks/check-load.ts";
import { removeLoadStep, updateLoadStep } from "../../../../design/document/operations-load.ts";
import type { Json } from "../../../../design/document/schema.ts";
import { choice, durationMs, ratePerSecond } from "../../../../design/kinds/fields.ts";
import type { LoadStep } from "../../../../design/load/planned-load.ts";
import { SettingsForm } from "../../../inspector/settings-form.tsx";
import { documentStore } from "../../../stores/document-store.ts";
import { Button } from "../../../ui/button.tsx";
import { Segmented } from "../../../ui/segmented.tsx";

const SHAPE = choice(["step", "ramp"], { title: "Shape", help: "A step changes the rate at once and lasts; a ramp changes it evenly and stays at its end." }).default("step");
const AT = durationMs({ title: "At", help: "When it begins, in design time." });
const FACTOR = z.number().min(0).max(MOST_LOAD.rateFactor).meta({ title: "Factor", help: "The rate is multiplied by this; factors that overlap multiply each other." });
const RATE = ratePerSecond({ title: "Rate", help: "In place of the producer’s own rate; factors multiply it." }, MOST_LOAD.ratePerSecond);
const LASTS = durationMs({ title: "For", help: "How long it lasts; to the end of the run without one." }, { min: 1 }).optional();
const TAKES = durationMs({ title: "Within", help: "How long it takes to get there." }, { min: 1 });
/** How long a ramp takes that was a step without an end. */
const USUAL_RAMP_MS = 10_000;

function schemaOf({ shape, ratePerSecond: rate }: LoadStep): z.ZodType {
  return z.strictObject({ shape: SHAPE, atMs: AT, ...(rate === undefined ? { rateFactor: FACTOR } : { ratePerSecond: RATE }), durationMs: shape === "ramp" ? TAKES : LASTS });
}

/** The form of one step of the planned load; each change is written at once, and undone by one undo. */
export function StepForm({ step, index, name, onRemoved }: { readonly step: LoadStep; readonly index: number; readonly name: string; readonly onRemoved: () => void }) {
  const { node: _, ...settings } = step;
  const isAbsolute = step.ratePerSecond !== undefined;
  useEffect(() => () => documentStore.getState().mark(), []);

  function change(part: Parameters<typeof updateLoadStep>[2], mergeKey: string): void {
    const { design, edit } = documentStore.getState();
    edit(updateLoadStep(design, index, part), `Change the planned load of ${name}`, { mergeKey: `load/${index}/${mergeKey}` });
  }

  return (
    <div className="load-form">
      <h4>Planned load of {name}</h4>
      <Segmented
        label="What the step gives"
        value={isAbsolute ? "rate" : "factor"}
        options={[
          { value: "factor", label: "Times its rate" },
          { value: "rate", label: "To a rate" },
        ]}
        onChange={(value) => {
          change(value === "rate" ? { rateFactor: undefined, ratePerSecond: 50 } : { rateFactor: 2, ratePerSecond: undefined }, "kind");
          documentStore.getState().mark();
        }}
      />
      <SettingsForm
        id={`load-${index}`}
        schema={schemaOf(step)}
        settings={settings as Record<string, Json>}
        problemAt={() => null}
        onSettle={() => documentStore.getState().mark()}
        onWrite={([property], value) => {
          const ramp = property === "shape" && value === "ramp" && step.durationMs === undefined ? { durationMs: USUAL_RAMP_MS } : {};
          change({ [String(property)]: value, ...ramp }, String(property));
        }}
      />
      <Button
        icon={Trash2}
        variant="danger"
        size="small"
        onClick={() => {
          removeStep(index, name);
          onRemoved();
        }}
      >
        Remove step
      </Button>
    </div>
  );
}

/** Takes a step out of the plan; one undo brings it back. */
export function removeStep(index: number, name: string): void {
  const { design, edit, mark } = documentStore.getState();
  edit(removeLoadStep(design, index), `Remove a step of the planned load of ${name}`);
  mark();
}

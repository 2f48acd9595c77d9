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
import { dockRunWords } from "../../../words/dock-run.ts";

const SHAPE = choice(["step", "ramp"], { title: dockRunWords.shape, help: dockRunWords.aStepChangesTheRateAtOnce }).default("step");
const AT = durationMs({ title: dockRunWords.at, help: dockRunWords.whenItBeginsInDesignTime });
const FACTOR = z.number().min(0).max(MOST_LOAD.rateFactor).meta({ title: dockRunWords.factor, help: dockRunWords.theRateIsMultipliedByThisFactors });
const RATE = ratePerSecond({ title: dockRunWords.rate, help: dockRunWords.inPlaceOfTheProducersOwnRate }, MOST_LOAD.ratePerSecond);
const LASTS = durationMs({ title: dockRunWords.for, help: dockRunWords.howLongItLastsToTheEnd }, { min: 1 }).optional();
const TAKES = durationMs({ title: dockRunWords.within, help: dockRunWords.howLongItTakesToGetThere }, { min: 1 });
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
    edit(updateLoadStep(design, index, part), dockRunWords.changeThePlannedLoadOfName(name), { mergeKey: `load/${index}/${mergeKey}` });
  }

  return (
    <div className="load-form">
      <h4>{dockRunWords.plannedLoadOfName(name)}</h4>
      <Segmented
        label={dockRunWords.whatTheStepGives}
        value={isAbsolute ? "rate" : "factor"}
        options={[
          { value: "factor", label: dockRunWords.timesItsRate },
          { value: "rate", label: dockRunWords.toARate },
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
        {dockRunWords.removeStep}
      </Button>
    </div>
  );
}

/** Takes a step out of the plan; one undo brings it back. */
export function removeStep(index: number, name: string): void {
  const { design, edit, mark } = documentStore.getState();
  edit(removeLoadStep(design, index), dockRunWords.removeAStepOfThePlannedLoad(name));
  mark();
}

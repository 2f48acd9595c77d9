import { numericSettings } from "../../../design/document/numeric-settings.ts";
import { MOST_POINTS } from "../../../engine/contract/what-if.ts";
import { commandContext } from "../../commands/context.ts";
import { useDocument } from "../../stores/document-store.ts";
import { useWhatIf, whatIfStore } from "../../stores/what-if-store.ts";
import { askSweep } from "../../what-if/ask.ts";
import { axisFor, firstAxis, readAxis, type ReadAxis } from "../../what-if/axis.ts";
import { AskButton } from "./ask-button.tsx";
import { AxisFields } from "./axis-fields.tsx";
import { whatIfWords } from "../../words/what-if.ts";

/** Asks for forecasts over one or two numbers. */
export function SweepForm() {
  const design = useDocument((document) => document.design);
  const draft = useWhatIf((whatIf) => whatIf.draft);
  const { edit } = whatIfStore.getState();
  const settings = numericSettings(design);
  const guess = firstAxis(design);
  const first = (draft.first && readAxis(draft.first, design)) ?? (guess && readAxis(guess, design));
  if (!first) return <p className="what-if-note">{whatIfWords.placeAProducerAndAConsumerFirst}</p>;
  const second = draft.second && readAxis(draft.second, design);
  const axes: readonly ReadAxis[] = second ? [first, second] : [first];
  const total = axes.reduce((product, { values }) => product * values.length, 1);
  const next = settings.find(({ path }) => path.join(".").includes("atePerSecond")) ?? settings.find(({ node, path }) => node !== first.setting.node || path !== first.setting.path);
  return (
    <>
      <AxisFields
        title={whatIfWords.vary}
        axis={first}
        settings={settings}
        onChange={(changed) => edit({ first: changed })}
        onAdd={second || !next ? undefined : () => edit({ second: { ...axisFor(next), steps: "3" } })}
      />
      {second && <AxisFields title={whatIfWords.and} axis={second} settings={settings} onChange={(changed) => edit({ second: changed })} onRemove={() => edit({ second: null })} />}
      <AskButton
        text={whatIfWords.forecastTotalPoints(total)}
        problem={total > MOST_POINTS ? whatIfWords.totalPointsAreTooManyAtMost(total, MOST_POINTS) : null}
        disabled={axes.some(({ error }) => error !== null)}
        onAsk={() => askSweep(commandContext, axes)}
      />
    </>
  );
}

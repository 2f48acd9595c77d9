import type { Alert } from "../../design/alerts/alert.ts";
import { metricsOf } from "../../design/alerts/metric-words.ts";
import { ALERT_METRICS, type AlertMetric } from "../../design/alerts/metrics.ts";
import { displayName } from "../../design/document/display-name.ts";
import type { Json } from "../../design/document/schema.ts";
import { setIn } from "../../design/document/set-in.ts";
import { ChoiceRow } from "../inspector/form/choice-row.tsx";
import { SettingsForm } from "../inspector/settings-form.tsx";
import { useDocument } from "../stores/document-store.ts";
import { alertsWords as words } from "../words/alerts.ts";
import { ActionsForm } from "./actions-form.tsx";
import { CONDITION_TYPES, conditionTypeOf, whenOfType, whenWatching, type ConditionType, type Watched } from "./alert-conditions.ts";
import { anomalyFields, HEAD_FIELDS, thresholdFields, TIMING_FIELDS } from "./alert-fields.ts";
import type { NewAlert } from "./alert-presets.ts";

export interface AlertFormProps {
  /** As the ids of its controls begin. */
  readonly id: string;
  readonly alert: NewAlert;
  /** One property of the alert is another, or gone. */
  readonly onChange: <Property extends keyof NewAlert>(property: Property, value: Alert[Property] | undefined) => void;
  /** What was changed is one step of undo. */
  readonly onSettle: () => void;
}

/** The form of an alert, from its schema: what it watches, when it fires, and what it does. */
export function AlertForm({ id, alert, onChange, onSettle }: AlertFormProps) {
  const { name, enabled, forMs, cooldownMs, when, actions } = alert;
  const write = (path: readonly (string | number)[], value: Json | undefined): void => {
    const property = String(path[0]) as "name" | "enabled" | "forMs" | "cooldownMs";
    // An alert has a name, even an empty one.
    onChange(property, property === "name" ? ((value ?? "") as never) : (value as never));
  };
  const form = { problemAt: () => null, onSettle, onWrite: write };
  return (
    <div className="alert-form">
      <SettingsForm id={`${id}-head`} schema={HEAD_FIELDS} settings={present({ name, enabled })} {...form} />
      <ConditionForm id={id} when={when} onChange={(next) => onChange("when", next)} onSettle={onSettle} />
      <SettingsForm id={`${id}-timing`} schema={TIMING_FIELDS} settings={present({ forMs, cooldownMs })} {...form} />
      <ActionsForm id={id} actions={actions} onChange={(next) => onChange("actions", next)} onSettle={onSettle} />
    </div>
  );
}

interface ConditionFormProps {
  readonly id: string;
  readonly when: Alert["when"];
  readonly onChange: (when: Alert["when"]) => void;
  readonly onSettle: () => void;
}

function ConditionForm({ id, when, onChange, onSettle }: ConditionFormProps) {
  const design = useDocument((document) => document.design);
  const type = conditionTypeOf(when);
  const choose = (next: Alert["when"] | undefined): void => {
    if (next === undefined) return;
    onChange(next);
    onSettle();
  };
  const types = CONDITION_TYPES.filter((each) => each === type || whenOfType(each, when, design) !== undefined);
  return (
    <>
      <div className="form">
        <ChoiceRow id={`${id}-when`} title={words.when} help={types.includes("slo") ? words.whenHelp : `${words.whenHelp} ${words.noSlo}`} value={type} options={types.map((each) => ({ value: each, label: words.conditions[each] }))} onChange={(next: ConditionType) => choose(whenOfType(next, when, design))} />
        {type === "slo" && (
          <ChoiceRow id={`${id}-slo`} title={words.slo} help="" value={when.slo ?? ""} options={(design.slos ?? []).map((slo) => ({ value: slo.id, label: slo.name || slo.id }))} onChange={(slo) => choose({ slo })} />
        )}
      </div>
      {when.threshold && <WatchedForm id={id} watched={when.threshold} when={when} onChoose={choose} onChange={(threshold) => onChange({ threshold })} onSettle={onSettle} schema={thresholdFields(when.threshold.metric)} />}
      {when.anomaly && <WatchedForm id={id} watched={when.anomaly} when={when} onChoose={choose} onChange={(anomaly) => onChange({ anomaly })} onSettle={onSettle} schema={anomalyFields(when.anomaly.metric)} />}
    </>
  );
}

interface WatchedFormProps<Of extends Watched> {
  readonly id: string;
  readonly watched: Of;
  readonly when: Alert["when"];
  readonly schema: ReturnType<typeof thresholdFields>;
  readonly onChoose: (when: Alert["when"]) => void;
  readonly onChange: (watched: Of) => void;
  readonly onSettle: () => void;
}

/** Which metric of which node, and the limit or band. */
function WatchedForm<Of extends Watched>({ id, watched, when, schema, onChoose, onChange, onSettle }: WatchedFormProps<Of>) {
  const nodes = useDocument(({ design }) => design.nodes);
  const measured = nodes.filter((node) => metricsOf(node).length > 0);
  const node = nodes.find((each) => each.id === watched.node);
  const { node: _, metric, ...settings } = watched;
  const metrics: readonly AlertMetric[] = node ? metricsOf(node) : [metric];
  return (
    <>
      <div className="form">
        <ChoiceRow id={`${id}-node`} title={words.node} help="" value={watched.node} options={measured.map((each) => ({ value: each.id, label: displayName(each) }))} onChange={(next) => onNode(next)} />
        <ChoiceRow id={`${id}-metric`} title={words.metric} help={ALERT_METRICS[metric].help} value={metric} options={metrics.map((each) => ({ value: each, label: ALERT_METRICS[each].title }))} onChange={(next: AlertMetric) => node && onChoose(whenWatching(when, node, next))} />
      </div>
      <SettingsForm
        key={metric}
        id={`${id}-watched`}
        schema={schema}
        settings={present(settings)}
        problemAt={() => null}
        onSettle={onSettle}
        onWrite={(path, value) => onChange(setIn(watched as never, path, value, schema) as unknown as Of)}
      />
    </>
  );

  function onNode(next: string): void {
    const chosen = nodes.find((each) => each.id === next);
    if (chosen) onChoose(whenWatching(when, chosen, metric));
  }
}

/** Settings without what is not written. */
function present(settings: object): Record<string, Json> {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined)) as Record<string, Json>;
}

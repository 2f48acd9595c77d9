import { useState } from "react";
import { EXPERIMENT_TYPES, EXPERIMENTS, type ExperimentType } from "../../design/chaos/catalogue.ts";
import type { ChaosTarget } from "../../design/chaos/experiment.ts";
import { targetsOf } from "../../design/chaos/resolve.ts";
import { addExperiment } from "../../design/document/operations-chaos.ts";
import type { Json } from "../../design/document/schema.ts";
import { commandContext } from "../commands/context.ts";
import { SettingsForm } from "../inspector/settings-form.tsx";
import { documentStore, useDocument } from "../stores/document-store.ts";
import { isActive } from "../stores/run-state.ts";
import { useRun } from "../stores/run-store.ts";
import { useSession } from "../stores/session-store.ts";
import { Button } from "../ui/button.tsx";
import { ChoiceList } from "../ui/choice-list.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { Select } from "../ui/select.tsx";
import { chaosWords as words } from "../words/chaos.ts";
import { beginExperiment } from "./begin-experiment.ts";
import { nameOfTarget, targetKey } from "./experiment-text.ts";
import { parametersSchema } from "./experiment-schema.ts";
import "./break-dialog.css";

/** Chooses an experiment, what it is done to and how; then it begins at once, or is planned (rule O4). */
export function BreakDialog({ onClose }: { readonly onClose: () => void }) {
  const design = useDocument((document) => document.design);
  const selection = useSession((session) => session.selection);
  const running = useRun(({ run }) => isActive(run));
  const [isSelected] = useState(() => {
    const chosen = new Set([...selection.nodes.map((node) => targetKey({ node })), ...selection.edges.map((edge) => targetKey({ edge })), ...selection.zones.map((zone) => targetKey({ zone }))]);
    return (target: ChaosTarget): boolean => chosen.has(targetKey(target));
  });
  const possible = EXPERIMENT_TYPES.filter((type) => targetsOf(design, EXPERIMENTS[type].target).length > 0);
  const fitting = possible.filter((type) => targetsOf(design, EXPERIMENTS[type].target).some(isSelected));
  const [chosen, setChosen] = useState<ExperimentType | undefined>(fitting[0] ?? possible[0]);
  const targets = chosen === undefined ? [] : targetsOf(design, EXPERIMENTS[chosen].target);
  const [wanted, setWanted] = useState<string | undefined>();
  const target = targets.find((each) => targetKey(each) === wanted) ?? targets.find(isSelected) ?? targets[0];
  const [settings, setSettings] = useState<Record<string, Json>>({});

  function choose(type: ExperimentType): void {
    setChosen(type);
    setSettings({});
  }

  if (chosen === undefined || target === undefined)
    return (
      <Dialog title={words.breakTitle} description={words.noTarget} onClose={onClose} size="small" actions={<Button variant="primary" onClick={onClose}>{words.cancel}</Button>} />
    );
  const { durationMs, ...parameters } = parametersSchema(chosen).parse(settings) as { durationMs?: number };
  const record = { experiment: chosen, target, ...(durationMs === undefined ? {} : { durationMs }), ...(Object.keys(parameters).length > 0 ? { parameters: parameters as Record<string, Json> } : {}) };

  function plan(): void {
    const { design: now, edit, mark } = documentStore.getState();
    edit(addExperiment(now, { atMs: planAt(now.scenario?.chaos?.length ?? 0), ...record }), words.planOf(EXPERIMENTS[record.experiment].title));
    mark();
    commandContext.session.getState().showDock("run");
    onClose();
  }

  async function begin(): Promise<void> {
    if (await beginExperiment(commandContext, record)) onClose();
  }

  return (
    <Dialog
      title={words.breakTitle}
      description={words.breakText}
      size="large"
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{words.cancel}</Button>
          <Button variant={running ? "plain" : "primary"} onClick={plan}>{words.plan}</Button>
          {running && <Button variant="primary" onClick={() => void begin()}>{words.begin}</Button>}
        </>
      }
    >
      <div className="break-dialog">
        <ChoiceList
          label={words.experiment}
          name="experiment"
          choices={possible.map((value) => ({ value, title: EXPERIMENTS[value].title, help: EXPERIMENTS[value].summary }))}
          chosen={chosen}
          onChoose={choose}
          onEnter={() => (running ? void begin() : plan())}
          tone="operations"
        />
        <div className="break-settings">
          <div className="break-target">
            <span id="break-target">{words.target}</span>
            <Select
              label={words.target}
              value={targetKey(target)}
              options={targets.map((each) => ({ value: targetKey(each), label: nameOfTarget(design, each) }))}
              onChange={setWanted}
            />
          </div>
          <SettingsForm
            key={chosen}
            id={`break-${chosen}`}
            schema={parametersSchema(chosen)}
            settings={settings}
            problemAt={() => null}
            onSettle={() => {}}
            onWrite={([property], value) => setSettings((before) => written(before, String(property), value))}
          />
          <p className="inspector-note">{EXPERIMENTS[chosen].help}</p>
        </div>
      </div>
    </Dialog>
  );
}

/** One after the other, so that each is seen to heal. */
function planAt(planned: number): number {
  return 10_000 + planned * 20_000;
}

function written(settings: Record<string, Json>, property: string, value: Json | undefined): Record<string, Json> {
  const { [property]: _, ...rest } = settings;
  return value === undefined ? rest : { ...rest, [property]: value };
}

import { useState } from "react";
import { checkDesign } from "../../design/checks/check.ts";
import { alertSentence } from "../../design/words/alert-words.ts";
import { documentStore, useDocument } from "../stores/document-store.ts";
import { sessionStore } from "../stores/session-store.ts";
import { Button } from "../ui/button.tsx";
import { ChoiceList } from "../ui/choice-list.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { alertsWords as words } from "../words/alerts.ts";
import { addNewAlert } from "./alert-edits.ts";
import { AlertForm } from "./alert-form.tsx";
import { alertOf, presetsFor, type NewAlert, type Preset } from "./alert-presets.ts";
import { AlertProblems, problemsOfAlert } from "./alert-problems.tsx";
import { showAlert, useAlertView } from "./alert-view.ts";
import "./alerts.css";

/** Chooses what a new alert is for, and sets it up; then it is in the design (rule O6). */
export function AlertDialog({ onClose }: { readonly onClose: () => void }) {
  const design = useDocument((document) => document.design);
  const { node, preset: wanted } = useAlertView((view) => view.draft);
  const presets = presetsFor(design, node);
  const [preset, setPreset] = useState<Preset | undefined>(wanted ?? presets[0]);
  const [alert, setAlert] = useState<NewAlert | undefined>(() => preset && alertOf(preset, design, node));

  function choose(next: Preset): void {
    setPreset(next);
    setAlert(alertOf(next, design, node));
  }

  if (!alert) return <Dialog title={words.addTitle} description={words.addText} size="small" onClose={onClose} actions={<Button onClick={onClose}>{words.cancel}</Button>} />;

  const problems = problemsOfAlert(checkDesign({ ...design, alerts: [...(design.alerts ?? []), { id: "new", ...alert }] }), design.alerts?.length ?? 0);

  function add(): void {
    if (!alert) return;
    const id = addNewAlert(alert);
    onClose();
    sessionStore.getState().showDock("alerts");
    if (id !== undefined) showAlert(id);
  }

  return (
    <Dialog
      title={words.addTitle}
      description={words.addText}
      size="large"
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{words.cancel}</Button>
          <Button variant="primary" disabled={problems.some(({ severity }) => severity === "error")} onClick={add}>
            {words.add}
          </Button>
        </>
      }
    >
      <div className="alert-dialog">
        <ChoiceList label={words.what} name="preset" choices={presets.map((value) => ({ value, ...words.presets[value] }))} chosen={preset} onChoose={choose} />
        <div className="alert-draft">
          <p className="alert-sentence" role="status">
            {alertSentence({ id: "new", ...alert }, documentStore.getState().design)}
          </p>
          <AlertProblems problems={problems} />
          <AlertForm key={preset} id="new-alert" alert={alert} onChange={(property, value) => setAlert((before) => before && withProperty(before, property, value))} onSettle={() => {}} />
        </div>
      </div>
    </Dialog>
  );
}

function withProperty<Property extends keyof NewAlert>(alert: NewAlert, property: Property, value: NewAlert[Property] | undefined): NewAlert {
  const { [property]: _, ...rest } = alert;
  return (value === undefined ? rest : { ...rest, [property]: value }) as NewAlert;
}

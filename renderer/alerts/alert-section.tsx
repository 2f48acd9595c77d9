import { Plus, Trash2 } from "lucide-react";
import { useEffect, useRef } from "react";
import type { Alert } from "../../design/alerts/alert.ts";
import { alertSentence } from "../../design/words/alert-words.ts";
import { useProblems } from "../dock/problems/use-problems.ts";
import { documentStore, useDocument } from "../stores/document-store.ts";
import { Button } from "../ui/button.tsx";
import { alertsWords as words } from "../words/alerts.ts";
import { alertName, changeAlert, removeOneAlert } from "./alert-edits.ts";
import { AlertIcon } from "./alert-icon.tsx";
import { AlertForm } from "./alert-form.tsx";
import { AlertProblems, problemsOfAlert } from "./alert-problems.tsx";
import { noteOpen, proposeAlert, useAlertView } from "./alert-view.ts";
import "./alerts.css";

const NONE: readonly Alert[] = [];

/** The design's alerts, and how they stand while a run is on (rule O6). */
export function AlertSection() {
  const alerts = useDocument(({ design }) => design.alerts) ?? NONE;
  return (
    <section className="many-actions" aria-label={words.title}>
      <h3>{words.title}</h3>
      {alerts.map((alert, index) => (
        <AlertItem key={alert.id} alert={alert} index={index} />
      ))}
      <Button icon={Plus} size="small" onClick={() => proposeAlert()}>
        {words.add}
      </Button>
    </section>
  );
}

function AlertItem({ alert, index }: { readonly alert: Alert; readonly index: number }) {
  const design = useDocument((document) => document.design);
  const problems = problemsOfAlert(useProblems(), index);
  const isOpen = useAlertView(({ open }) => open === alert.id);
  const place = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    if (isOpen) place.current?.scrollIntoView({ block: "nearest" });
  }, [isOpen]);
  return (
    <details ref={place} className="record" open={isOpen} onToggle={(event) => noteOpen(alert.id, event.currentTarget.open)}>
      <summary>
        <AlertIcon alert={alert} />
        <span>{alertName(alert)}</span>
      </summary>
      <p className="alert-sentence">{alertSentence(alert, design)}</p>
      <AlertProblems problems={problems} />
      {isOpen && <AlertForm id={`alert-${alert.id}`} alert={alert} onChange={(property, value) => changeAlert(alert, property, value)} onSettle={() => documentStore.getState().mark()} />}
      <Button icon={Trash2} variant="danger" size="small" onClick={() => removeOneAlert(alert)}>
        {words.remove}
      </Button>
    </details>
  );
}

import { Switch } from "radix-ui";
import type { Alert } from "../../../design/alerts/alert.ts";
import { alertFigure } from "../../../design/alerts/metric-words.ts";
import { conditionOf } from "../../../design/alerts/resolve.ts";
import { alertSentence } from "../../../design/words/alert-words.ts";
import type { Design } from "../../../design/document/schema.ts";
import { formatNumber } from "../../../design/words/numbers.ts";
import { metricValue } from "../../../design/words/slo-words.ts";
import type { AlertStanding } from "../../../engine/contract/alerts.ts";
import { alertName, switchAlert } from "../../alerts/alert-edits.ts";
import { AlertIcon } from "../../alerts/alert-icon.tsx";
import { showAlert } from "../../alerts/alert-view.ts";
import { formatTick } from "../../format/clock.ts";
import { useDocument } from "../../stores/document-store.ts";
import { Button } from "../../ui/button.tsx";
import { alertsWords as words } from "../../words/alerts.ts";

/** An alert: what it does in a sentence, what it sees now and what that is held against, and its switch. */
export function AlertRow({ alert, standing }: { readonly alert: Alert; readonly standing: AlertStanding | undefined }) {
  const design = useDocument((document) => document.design);
  const name = alertName(alert);
  return (
    <li className="alert-row" data-phase={standing?.phase}>
      <AlertIcon alert={alert} />
      <div className="alert-text">
        <b>{name}</b>
        <span>{alertSentence(alert, design)}</span>
        {standing && standing.phase !== "off" && <span className="alert-standing">{standingText(alert, standing, design)}</span>}
      </div>
      <Button size="small" variant="quiet" aria-label={words.editNamed(name)} onClick={() => showAlert(alert.id)}>
        {words.edit}
      </Button>
      <Switch.Root className="switch" checked={alert.enabled !== false} aria-label={words.isOn(name)} onCheckedChange={(on) => switchAlert(alert, on)}>
        <Switch.Thumb className="switch-thumb" />
      </Switch.Root>
    </li>
  );
}

/** `firing since 0:12 · now 120 · usual 3 to 18`. */
function standingText(alert: Alert, { phase, sinceMs, value, low, high }: AlertStanding, { slos = [] }: Design): string {
  const condition = conditionOf(alert.when);
  const write = (figure: number): string => {
    if (condition.type !== "slo") return alertFigure(condition.metric, figure);
    const slo = slos.find(({ id }) => id === condition.slo);
    return slo ? metricValue(slo.metric, figure) : formatNumber(figure);
  };
  const limit = high ?? low;
  const held = limit === undefined ? [] : [low !== undefined && high !== undefined ? words.usual(write(low), write(high)) : words.limit(write(limit))];
  return [words.since(words.phases[phase], formatTick(sinceMs)), ...(value === null ? [] : [words.sees(write(value))]), ...held].join(" · ");
}

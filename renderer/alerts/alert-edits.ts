import type { Alert } from "../../design/alerts/alert.ts";
import { addAlert, removeAlert, updateAlert } from "../../design/document/operations-alerts.ts";
import { documentStore } from "../stores/document-store.ts";
import { alertsWords as words } from "../words/alerts.ts";
import type { NewAlert } from "./alert-presets.ts";

/** What an alert is called in undo. */
export function alertName({ id, name }: Pick<Alert, "id" | "name">): string {
  return name.trim() || id;
}

/** Adds an alert, as one step of undo, and gives its id. */
export function addNewAlert(alert: NewAlert): string | undefined {
  const { design, edit, mark } = documentStore.getState();
  const diff = addAlert(design, alert);
  edit(diff, words.addNamed(alert.name));
  mark();
  return diff.alerts.added[0]?.record.id;
}

/** Changes one property of an alert; what is typed is one step of undo until it is settled. */
export function changeAlert<Property extends keyof NewAlert>(alert: Alert, property: Property, value: Alert[Property] | undefined): void {
  const { design, edit } = documentStore.getState();
  edit(updateAlert(design, { id: alert.id, [property]: value }), words.changeNamed(alertName(alert)), { mergeKey: `alert/${alert.id}/${property}` });
}

/** Switches an alert on or off, as one step of undo. */
export function switchAlert(alert: Alert, on: boolean): void {
  const { design, edit, mark } = documentStore.getState();
  edit(updateAlert(design, { id: alert.id, enabled: on ? undefined : false }), (on ? words.switchOn : words.switchOff)(alertName(alert)));
  mark();
}

/** Removes an alert, as one step of undo. */
export function removeOneAlert(alert: Alert): void {
  const { design, edit, mark } = documentStore.getState();
  edit(removeAlert(design, alert.id), words.removeNamed(alertName(alert)));
  mark();
}

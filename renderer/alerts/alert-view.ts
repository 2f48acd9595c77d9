import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";
import { sessionStore } from "../stores/session-store.ts";
import type { Preset } from "./alert-presets.ts";

interface AlertView {
  /** The alert whose form is open in the inspector. */
  readonly open: string | null;
  /** What the dialog for a new one begins with. */
  readonly draft: { readonly node?: string | undefined; readonly preset?: Preset | undefined };
}

const alertView = createStore<AlertView>()(() => ({ open: null, draft: {} }));

/** What is looked at of alerts, for a component. */
export function useAlertView<Part>(selector: (view: AlertView) => Part): Part {
  return useStore(alertView, selector);
}

/** Opens the dialog for a new alert: on this node, or as this preset says. */
export function proposeAlert(draft: AlertView["draft"] = {}): void {
  alertView.setState({ draft });
  sessionStore.getState().openDialog("alert");
}

/** Opens the form of an alert in the inspector of the design. */
export function showAlert(open: string): void {
  const session = sessionStore.getState();
  session.clearSelection();
  session.togglePanel("inspector", true);
  alertView.setState({ open });
}

/** The form of an alert was opened or closed. */
export function noteOpen(id: string, isOpen: boolean): void {
  const { open } = alertView.getState();
  if (isOpen) alertView.setState({ open: id });
  else if (open === id) alertView.setState({ open: null });
}

import { Bell, BellOff, BellRing } from "lucide-react";
import type { Alert } from "../../design/alerts/alert.ts";
import { alertsWords as words } from "../words/alerts.ts";
import { useAlertPhase } from "./alerts-now.ts";

/** A bell that rings while the alert fires, and is crossed out while it is off. */
export function AlertIcon({ alert: { id, enabled } }: { readonly alert: Pick<Alert, "id" | "enabled"> }) {
  const phase = useAlertPhase(id);
  if (enabled === false) return <BellOff size={14} aria-label={words.phases.off} />;
  if (phase === "firing") return <BellRing size={14} data-tone="bad" aria-label={words.phases.firing} />;
  if (phase === "pending") return <BellRing size={14} data-tone="warn" aria-label={words.phases.pending} />;
  return <Bell size={14} aria-hidden="true" />;
}

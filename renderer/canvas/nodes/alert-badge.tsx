import { BellRing } from "lucide-react";
import { memo } from "react";
import { useFiringAt } from "../../alerts/alerts-now.ts";
import { alertsWords } from "../../words/alerts.ts";

/** Says that an alert fires for what it sees here. */
export const AlertBadge = memo(function AlertBadge({ id }: { readonly id: string }) {
  const names = useFiringAt(id);
  if (names === "") return null;
  const text = alertsWords.firingHere(names);
  return (
    <span className="alert-badge" role="img" aria-label={text} title={text}>
      <BellRing size={12} aria-hidden="true" />
    </span>
  );
});

import { useFiringCount } from "../../alerts/alerts-now.ts";
import { alertsWords } from "../../words/alerts.ts";

/** How many alerts fire now. */
export function AlertsBadge() {
  const count = useFiringCount();
  if (count === 0) return null;
  return (
    <span className="badge" data-level="error" title={alertsWords.firingCount(count)}>
      {count}
    </span>
  );
}

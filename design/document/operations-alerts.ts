import type { Alert } from "../alerts/alert.ts";
import type { DesignDiff } from "./diff.ts";
import { edit, optionalList, recordOf, replaceById } from "./edit.ts";
import { Fresh } from "./fresh.ts";
import type { Design } from "./schema.ts";

/** Adds an alert (rule O6); it comes last in the list. */
export function addAlert(design: Design, alert: Omit<Alert, "id">): DesignDiff {
  return edit(design, { alerts: [...(design.alerts ?? []), { id: new Fresh(design).idFor("alert"), ...alert }] });
}

/** Changes an alert; a property that is given as undefined is taken away. */
export function updateAlert(design: Design, { id, ...change }: { readonly id: string } & { readonly [Key in keyof Alert]?: Alert[Key] | undefined }): DesignDiff {
  const merged = { ...recordOf(design.alerts, id, "alert"), ...change };
  return edit(design, { alerts: replaceById(design.alerts ?? [], Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== undefined)) as Alert) });
}

/** Removes an alert. */
export function removeAlert(design: Design, id: string): DesignDiff {
  return edit(design, { alerts: optionalList((design.alerts ?? []).filter((alert) => alert.id !== id)) });
}

import type { Field } from "./field-model.ts";
import { initialValue } from "./values.ts";

/** A first value for a new entry of a list; a port gets a name that no other entry has. */
export function freshItem(item: Field, items: readonly unknown[]): unknown {
  const value = initialValue(item);
  if (typeof value !== "object" || value === null || !("port" in value)) return value;
  const taken = new Set(items.map((each) => (each as { port?: unknown } | null)?.port));
  let number = items.length + 1;
  while (taken.has(`rule${number}`)) number++;
  return { ...value, port: `rule${number}` };
}

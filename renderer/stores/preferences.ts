const PREFIX = "spillway.";

/** A remembered preference of this computer, or the fallback when there is none or it cannot be read. */
export function readPreference<Value>(name: string, fallback: Value, isValid: (value: unknown) => value is Value): Value {
  try {
    const text = localStorage.getItem(PREFIX + name);
    if (text === null) return fallback;
    const value: unknown = JSON.parse(text);
    return isValid(value) ? value : fallback;
  } catch {
    return fallback;
  }
}

/** Remembers a preference; silently does not where storage is switched off. */
export function writePreference(name: string, value: unknown): void {
  try {
    localStorage.setItem(PREFIX + name, JSON.stringify(value));
  } catch {
    // A preference that cannot be kept is not worth a message.
  }
}

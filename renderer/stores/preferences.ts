import { sameJson } from "../../design/document/same-json.ts";
import type { Engine } from "../connection/engine-slot.ts";

const PREFIX = "spillway.";

/** Dragging a panel's edge should not write each pixel. */
const DELAY_MS = 300;

/** What the engine has not been told yet. */
const unsent = new Map<string, unknown>();
let told: ((name: string) => void) | null = null;

/** A remembered preference of this user, or the fallback when there is none or it cannot be read. */
export function readPreference<Value>(name: string, fallback: Value, isValid: (value: unknown) => value is Value): Value {
  const value = cached(name);
  return isValid(value) ? value : fallback;
}

/** Remembers a preference: with the engine, and in this browser so that it is there at the next start before the engine has answered. */
export function writePreference(name: string, value: unknown): void {
  cache(name, value);
  unsent.set(name, value);
  told?.(name);
}

/** The engine's side of the preferences. */
export interface PreferenceFollower {
  /** Takes over what the engine has, and gives it what only this browser knows; another port is another browser to preferences. Resolves when what was read can be read. */
  readonly recall: () => Promise<void>;
  /** Sends what waits. */
  readonly flush: () => void;
  readonly end: () => void;
}

/** Keeps all preferences with the engine. `changed` is called when some came from there. */
export function followPreferences(engine: Engine, changed: () => void): PreferenceFollower {
  let timer: ReturnType<typeof setTimeout> | undefined;

  function flush(): void {
    clearTimeout(timer);
    for (const [name, value] of unsent) {
      engine.call("preferences.write", { name, value }).then(
        () => unsent.get(name) === value && unsent.delete(name),
        // It goes again with the next one, or when the engine is back.
        () => {},
      );
    }
  }

  told = () => {
    clearTimeout(timer);
    timer = setTimeout(flush, DELAY_MS);
  };
  return {
    async recall() {
      const { values } = await engine.call("preferences.read", {});
      const fresh = Object.entries(values).filter(([name, value]) => !unsent.has(name) && !sameJson(cached(name), value));
      for (const [name, value] of fresh) cache(name, value);
      for (const name of cachedNames()) if (!(name in values)) unsent.set(name, cached(name));
      if (fresh.length > 0) changed();
      flush();
    },
    flush,
    end() {
      clearTimeout(timer);
      unsent.clear();
      told = null;
    },
  };
}

function cached(name: string): unknown {
  try {
    const text = localStorage.getItem(PREFIX + name);
    return text === null ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

function cachedNames(): string[] {
  try {
    return Object.keys(localStorage).flatMap((key) => (key.startsWith(PREFIX) ? key.slice(PREFIX.length) : []));
  } catch {
    return [];
  }
}

function cache(name: string, value: unknown): void {
  try {
    localStorage.setItem(PREFIX + name, JSON.stringify(value));
  } catch {
    // Where storage is switched off, the engine still has it.
  }
}

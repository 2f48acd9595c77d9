import { useStore } from "zustand";
import { createStore, type StoreApi } from "zustand/vanilla";
import { readPreference, writePreference } from "./preferences.ts";
import { NODE_METRICS, type NodeMetric } from "./series.ts";

/** A chart that is to stay in the metrics panel: a number of a node or an edge. */
export interface Pin {
  readonly id: string;
  readonly metric: NodeMetric;
}

interface PinState {
  /** By the design's file, or the document's key while it is in none; the one pinned for last comes last. */
  readonly byDesign: Readonly<Record<string, readonly Pin[]>>;
}

export interface Pins extends PinState {
  /** What is remembered now. */
  readonly recall: () => void;
  /** A design has got its first file: its pins go with it, unless the file has some. */
  readonly rename: (from: string, to: string) => void;
  readonly add: (design: string, pins: readonly Pin[]) => void;
  readonly remove: (design: string, pins: readonly Pin[]) => void;
  /** Moves a pin by so many places, as far as there are any. */
  readonly move: (design: string, pin: Pin, places: number) => void;
}

const PREFERENCE = "pinned-charts";
/** Designs that are remembered; the one pinned for longest ago is forgotten first. */
const MOST_DESIGNS = 50;
/** More charts than this cannot be looked at. */
export const MOST_PINS = 24;
const NO_PINS: readonly Pin[] = [];

/** A store with what this user has pinned. */
export function createPinStore(): StoreApi<Pins> {
  return createStore<Pins>()((set, get) => {
    function write(design: string, pins: readonly Pin[]): void {
      const { [design]: _, ...others } = get().byDesign;
      const kept = Object.entries(others).slice(1 - MOST_DESIGNS);
      const byDesign = Object.fromEntries(pins.length > 0 ? [...kept, [design, pins]] : kept);
      writePreference(PREFERENCE, byDesign);
      set({ byDesign });
    }
    const of = (design: string): readonly Pin[] => get().byDesign[design] ?? NO_PINS;
    return {
      byDesign: readPreference(PREFERENCE, {}, isPinned),
      recall: () => set({ byDesign: readPreference(PREFERENCE, {}, isPinned) }),
      rename: (from, to) => {
        const pins = of(from);
        if (pins.length === 0 || of(to).length > 0) return;
        write(from, NO_PINS);
        write(to, pins);
      },
      add: (design, pins) => write(design, [...of(design), ...pins.filter((pin) => !isIn(of(design), pin))].slice(0, MOST_PINS)),
      remove: (design, pins) => write(design, of(design).filter((each) => !isIn(pins, each))),
      move: (design, pin, places) => {
        const from = of(design).findIndex((each) => isSame(each, pin));
        if (from === -1) return;
        const others = of(design).filter((_, index) => index !== from);
        write(design, others.toSpliced(Math.max(0, from + places), 0, pin));
      },
    };
  });
}

/** Whether a pin is one of these. */
export function isIn(pins: readonly Pin[], pin: Pin): boolean {
  return pins.some((each) => isSame(each, pin));
}

function isSame(a: Pin, b: Pin): boolean {
  return a.id === b.id && a.metric === b.metric;
}

/** Under which a design's pins are kept. */
export function pinKeyOf({ path, key }: { readonly path: string | null; readonly key: string }): string {
  return path ?? key;
}

function isPinned(value: unknown): value is PinState["byDesign"] {
  return typeof value === "object" && value !== null && Object.values(value).every((pins) => Array.isArray(pins) && pins.every(isPin));
}

function isPin(value: unknown): value is Pin {
  if (typeof value !== "object" || value === null || !("id" in value) || !("metric" in value)) return false;
  return typeof value.id === "string" && NODE_METRICS.some((metric) => metric === value.metric);
}

/** The window's pins. */
export const pinStore = createPinStore();

/** What is pinned for a design; re-renders when that changes. */
export function usePins(design: string): readonly Pin[] {
  return useStore(pinStore, ({ byDesign }) => byDesign[design] ?? NO_PINS);
}

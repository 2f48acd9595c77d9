import { useStore } from "zustand";
import { createStore, type StoreApi } from "zustand/vanilla";
import type { Json } from "../../design/document/schema.ts";
import { readPreference, writePreference } from "./preferences.ts";

type Options = Readonly<Record<string, Json>>;

/** What is remembered for this user. */
interface Remembered {
  /** Name of the target that is shown; empty until one was chosen. */
  readonly target: string;
  /** Options by target, as they are written, without defaults. */
  readonly options: Readonly<Record<string, Options>>;
  /** Where a design was exported to: by the design's file (or its key while it is in none) and target. */
  readonly folders: Readonly<Record<string, string>>;
}

export interface ExportChoices extends Remembered {
  /** Path of the file that is shown; null for the first one. */
  readonly file: string | null;
  /** What is remembered now. */
  readonly recall: () => void;
  readonly chooseTarget: (target: string) => void;
  readonly showFile: (path: string) => void;
  readonly setOptions: (target: string, options: Options) => void;
  readonly rememberFolder: (place: string, folder: string) => void;
}

export type ExportStore = StoreApi<ExportChoices>;

const NOTHING: Remembered = { target: "", options: {}, folders: {} };
const NO_OPTIONS: Options = {};
const MOST_FOLDERS = 200;

/** A store with what is remembered for this user. */
export function createExportStore(): ExportStore {
  return createStore<ExportChoices>()((set, get) => {
    function keep(change: Partial<Remembered>): void {
      set(change);
      const { target, options, folders } = get();
      writePreference("export", { target, options, folders });
    }
    return {
      ...readPreference("export", NOTHING, isRemembered),
      file: null,
      recall: () => set(readPreference("export", NOTHING, isRemembered)),
      chooseTarget: (target) => {
        keep({ target });
        set({ file: null });
      },
      showFile: (file) => set({ file }),
      setOptions: (target, options) => keep({ options: { ...get().options, [target]: options } }),
      rememberFolder: (place, folder) => {
        const others = Object.entries(get().folders).filter(([known]) => known !== place);
        keep({ folders: Object.fromEntries([...others, [place, folder]].slice(-MOST_FOLDERS)) });
      },
    };
  });
}

function isRemembered(value: unknown): value is Remembered {
  if (typeof value !== "object" || value === null || !("target" in value && "options" in value && "folders" in value)) return false;
  return typeof value.target === "string" && isObject(value.options) && Object.values(value.options).every(isObject) && isObject(value.folders) && Object.values(value.folders).every((folder) => typeof folder === "string");
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The window's export panel. */
export const exportStore: ExportStore = createExportStore();

/** The part of it that a component needs. */
export function useExport<Part>(selector: (choices: ExportChoices) => Part): Part {
  return useStore(exportStore, selector);
}

/** A target's options as they are written; the same object while they stay. */
export function optionsOf(choices: ExportChoices, target: string): Options {
  return choices.options[target] ?? NO_OPTIONS;
}

import { useStore } from "zustand";
import { createStore, type StoreApi } from "zustand/vanilla";
import { readPreference, writePreference } from "./preferences.ts";
import {
  DOCK_TABS,
  INSPECTOR_TABS,
  NOTHING_SELECTED,
  PANEL_NAMES,
  PANEL_RANGES,
  initialSize,
  THEMES,
  type DockTab,
  type Panel,
  type PanelName,
  type Session,
  type SessionState,
} from "./session-state.ts";

export type SessionStore = StoreApi<Session>;

/** Height that a dock tab is no use below, px. */
const DOCK_NEEDS: Partial<Record<DockTab, number>> = { export: 420 };

const MOST_TOASTS = 4;
let lastToken = 0;

/** A fresh session with the remembered panels and theme. */
export function createSessionStore(): SessionStore {
  return createStore<Session>()((set, get) => {
    function setPanel(name: PanelName, panel: Panel): void {
      const panels = { ...get().panels, [name]: panel };
      writePreference("panels", panels);
      set({ panels });
    }
    return {
      ...initialState(),
      recall: () => set(remembered()),
      select: (selection) => set({ selection: { ...NOTHING_SELECTED, ...selection } }),
      clearSelection: () => set({ selection: NOTHING_SELECTED }),
      hover: (hovered) => set({ hovered }),
      togglePanel: (name, open) => setPanel(name, { ...get().panels[name], open: open ?? !get().panels[name].open }),
      resizePanel: (name, size) => setPanel(name, { ...get().panels[name], size: clampSize(name, size) }),
      showDock: (dockTab) => {
        writePreference("dock-tab", dockTab);
        set({ dockTab });
        const { open, size } = get().panels.dock;
        const needed = DOCK_NEEDS[dockTab] ?? 0;
        if (!open || size < needed) setPanel("dock", { open: true, size: Math.max(size, needed) });
      },
      showInspector: (inspectorTab) => {
        set({ inspectorTab });
        if (!get().panels.inspector.open) get().togglePanel("inspector", true);
      },
      setTheme: (theme) => {
        writePreference("theme", theme);
        set({ theme });
      },
      selectEvent: (selectedEvent) => set({ selectedEvent }),
      openDialog: (dialog) => set({ dialog }),
      toast: (toast) => {
        const id = ++lastToken;
        set({ toasts: [...get().toasts, { ...toast, id }].slice(-MOST_TOASTS) });
        return id;
      },
      dismissToast: (id) => set({ toasts: get().toasts.filter((toast) => toast.id !== id) }),
      dismissAbout: (about) => set({ toasts: get().toasts.filter((toast) => toast.about !== about) }),
      requestPlace: (kind) => set({ placeRequest: { kind, token: ++lastToken } }),
      placeDone: (token) => {
        if (get().placeRequest?.token === token) set({ placeRequest: null });
      },
      requestReveal: (nodes, largestZoom) => set({ revealRequest: { nodes, ...(largestZoom === undefined ? {} : { largestZoom }), token: ++lastToken } }),
      revealDone: (token) => {
        if (get().revealRequest?.token === token) set({ revealRequest: null });
      },
    };
  });
}

function initialState(): SessionState {
  return {
    selection: NOTHING_SELECTED,
    hovered: null,
    ...remembered(),
    inspectorTab: INSPECTOR_TABS[0],
    selectedEvent: null,
    dialog: null,
    toasts: [],
    placeRequest: null,
    revealRequest: null,
  };
}

function remembered(): Pick<SessionState, "panels" | "dockTab" | "theme"> {
  return {
    panels: rememberedPanels(),
    dockTab: readPreference("dock-tab", "metrics", isOneOf(DOCK_TABS)),
    theme: readPreference("theme", "system", isOneOf(THEMES)),
  };
}

function rememberedPanels(): Record<PanelName, Panel> {
  const remembered = readPreference<Record<string, unknown>>("panels", {}, isRecord);
  const panelOf = (name: PanelName): Panel => {
    const panel = remembered[name];
    if (!isRecord(panel) || typeof panel.open !== "boolean" || typeof panel.size !== "number") {
      return { open: true, size: initialSize(name) };
    }
    return { open: panel.open, size: clampSize(name, panel.size) };
  };
  return Object.fromEntries(PANEL_NAMES.map((name) => [name, panelOf(name)])) as Record<PanelName, Panel>;
}

function clampSize(name: PanelName, size: number): number {
  const { min, max } = PANEL_RANGES[name];
  return Math.round(Math.min(max, Math.max(min, size)));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isOneOf<Word extends string>(words: readonly Word[]): (value: unknown) => value is Word {
  return (value): value is Word => words.includes(value as Word);
}

/** The window's session. */
export const sessionStore: SessionStore = createSessionStore();

/** The part of the session that a component needs; it re-renders when that part changed. */
export function useSession<Part>(selector: (session: Session) => Part): Part {
  return useStore(sessionStore, selector);
}

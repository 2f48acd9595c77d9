import type { ErrorCode } from "../../design/errors.ts";
import type { KindType } from "../../design/kinds/registry.ts";

/** Where the palette, the inspector and the dock are: remembered for this user. */
export interface Panel {
  readonly open: boolean;
  /** Width of a side panel, height of the dock, in pixels. */
  readonly size: number;
}
export const PANEL_NAMES = ["palette", "inspector", "dock"] as const;
export type PanelName = (typeof PANEL_NAMES)[number];

export const PANEL_RANGES: Readonly<Record<PanelName, { min: number; max: number; initial: number }>> = {
  palette: { min: 176, max: 360, initial: 216 },
  inspector: { min: 256, max: 520, initial: 300 },
  dock: { min: 160, max: 640, initial: 280 },
};

/** Windows from this size on have room for larger panels, px. */
const LARGE = { width: 2200, height: 1300 };

/** How large a panel is that nobody has sized, px. */
export function initialSize(name: PanelName, { innerWidth, innerHeight }: Pick<Window, "innerWidth" | "innerHeight"> = window): number {
  const { initial, max } = PANEL_RANGES[name];
  const isLarge = name === "dock" ? innerHeight >= LARGE.height : innerWidth >= LARGE.width;
  return isLarge ? Math.min(max, Math.round(initial * (name === "dock" ? 1.5 : 1.25))) : initial;
}

export const THEMES = ["system", "dark", "light"] as const;
export type Theme = (typeof THEMES)[number];

export const DOCK_TABS = ["run", "metrics", "events", "problems", "alerts", "report", "whatIf", "export"] as const;
export type DockTab = (typeof DOCK_TABS)[number];

export const INSPECTOR_TABS = ["settings", "live", "help"] as const;
export type InspectorTab = (typeof INSPECTOR_TABS)[number];

/** The one modal window that may be open. */
export type DialogName = "start" | "commands" | "shortcuts" | "open" | "save-as" | "conflict" | "recovery" | "unsaved" | "export-folder" | "export-review" | "import" | "discover" | "break" | "workers" | "alert";

export interface Selection {
  /** Of nodes and of notes. */
  readonly nodes: readonly string[];
  readonly edges: readonly string[];
  readonly zones: readonly string[];
}
export const NOTHING_SELECTED: Selection = { nodes: [], edges: [], zones: [] };

export interface Toast {
  readonly id: number;
  readonly level: "info" | "success" | "warning" | "error";
  readonly text: string;
  /** A second line. */
  readonly detail?: string;
  /** Id of a command offered as a button. */
  readonly command?: string;
  /** Code of the error that it tells of. */
  readonly about?: ErrorCode;
}

/** Asks the canvas to place a new node at a free spot near the view's centre. `token` tells two requests apart. */
export interface PlaceRequest {
  readonly kind: KindType;
  readonly token: number;
}

/** Asks the canvas to bring these nodes into view. */
export interface RevealRequest {
  readonly nodes: readonly string[];
  /** How far they may be enlarged; not at all without it. */
  readonly largestZoom?: number;
  readonly token: number;
}

/** What the user looks at and points at: not saved with the design, not undoable. */
export interface SessionState {
  readonly selection: Selection;
  /** The node or edge under the pointer. */
  readonly hovered: string | null;
  readonly panels: Readonly<Record<PanelName, Panel>>;
  readonly dockTab: DockTab;
  readonly inspectorTab: InspectorTab;
  readonly theme: Theme;
  /** Root id of the event whose path is highlighted; its trace is in the run store. */
  readonly selectedEvent: string | null;
  readonly dialog: DialogName | null;
  readonly toasts: readonly Toast[];
  readonly placeRequest: PlaceRequest | null;
  readonly revealRequest: RevealRequest | null;
}

export interface SessionActions {
  /** Panels, dock tab and theme as they are remembered now. */
  readonly recall: () => void;
  readonly select: (selection: Partial<Selection>) => void;
  readonly clearSelection: () => void;
  readonly hover: (id: string | null) => void;
  readonly togglePanel: (name: PanelName, open?: boolean) => void;
  readonly resizePanel: (name: PanelName, size: number) => void;
  /** Shows a dock tab and opens the dock. */
  readonly showDock: (tab: DockTab) => void;
  readonly showInspector: (tab: InspectorTab) => void;
  readonly setTheme: (theme: Theme) => void;
  readonly selectEvent: (root: string | null) => void;
  readonly openDialog: (dialog: DialogName | null) => void;
  /** Returns the toast's id. */
  readonly toast: (toast: Omit<Toast, "id">) => number;
  readonly dismissToast: (id: number) => void;
  /** What these toasts ask for has been done. */
  readonly dismissAbout: (about: ErrorCode) => void;
  readonly requestPlace: (kind: KindType) => void;
  /** The canvas has placed it. */
  readonly placeDone: (token: number) => void;
  readonly requestReveal: (nodes: readonly string[], largestZoom?: number) => void;
  readonly revealDone: (token: number) => void;
}

export type Session = SessionState & SessionActions;

import { Activity, ChartSpline, FileOutput, FileText, ListTree, Moon, PanelBottom, PanelLeft, PanelRight, Play, Search, Sun, SunMoon, TriangleAlert } from "lucide-react";
import type { LucideIcon } from "lucide-react";
import type { DockTab, PanelName, Theme } from "../stores/session-state.ts";
import type { Command } from "./command.ts";

/** Panels, dock tabs, theme. The canvas adds its own: zoom and fit. */
export const viewCommands: readonly Command[] = [
  {
    id: "view.commands",
    label: "Search or run a command",
    keywords: ["palette", "find", "node"],
    group: "view",
    keys: ["Mod+K", "Mod+Shift+P"],
    icon: Search,
    perform: ({ session }) => session.getState().openDialog("commands"),
  },
  panelCommand("palette", "Palette", "Mod+B", PanelLeft),
  panelCommand("inspector", "Inspector", "Mod+I", PanelRight),
  panelCommand("dock", "Dock", "Mod+J", PanelBottom),
  dockCommand("run", "Run", "Alt+1", Play),
  dockCommand("metrics", "Metrics", "Alt+2", Activity),
  dockCommand("events", "Events", "Alt+3", ListTree),
  dockCommand("problems", "Problems", "Alt+4", TriangleAlert),
  dockCommand("report", "Report", "Alt+5", FileText),
  { ...dockCommand("whatIf", "What if", "Alt+6", ChartSpline), keywords: ["sweep", "vary", "parameter", "replicas", "SLO", "forecast", "capacity"] },
  dockCommand("export", "Export", "Alt+7", FileOutput),
  themeCommand("system", "Theme of the system", SunMoon),
  themeCommand("dark", "Dark theme", Moon),
  themeCommand("light", "Light theme", Sun),
];

function panelCommand(panel: PanelName, name: string, keys: string, icon: LucideIcon): Command {
  return {
    id: `view.toggle-${panel}`,
    label: name,
    keywords: ["panel", "show", "hide", "toggle"],
    group: "view",
    section: "panels",
    keys: [keys],
    icon,
    checked: ({ session }) => session.getState().panels[panel].open,
    perform: ({ session }) => session.getState().togglePanel(panel),
  };
}

function dockCommand(tab: DockTab, name: string, keys: string, icon: LucideIcon): Command {
  return {
    id: `view.dock-${tab}`,
    label: `Show ${name.toLowerCase()}`,
    keywords: ["dock", "tab", name],
    group: "view",
    section: "dock",
    keys: [keys],
    icon,
    perform: ({ session }) => session.getState().showDock(tab),
  };
}

function themeCommand(theme: Theme, label: string, icon: LucideIcon): Command {
  return {
    id: `view.theme-${theme}`,
    label,
    keywords: ["appearance", "colours", "mode"],
    group: "view",
    section: "theme",
    icon,
    checked: ({ session }) => session.getState().theme === theme,
    perform: ({ session }) => session.getState().setTheme(theme),
  };
}

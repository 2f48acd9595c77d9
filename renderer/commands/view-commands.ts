import { Activity, BellRing, ChartSpline, FileOutput, FileText, ListTree, Moon, PanelBottom, PanelLeft, PanelRight, Play, Search, Sun, SunMoon, TriangleAlert } from "lucide-react";
import type { LucideIcon } from "lucide-react";
import type { DockTab, PanelName, Theme } from "../stores/session-state.ts";
import type { Command } from "./command.ts";
import { focusDock } from "../shell/move-focus.ts";
import { commandsWords } from "../words/commands.ts";

/** Panels, dock tabs, theme. The canvas adds its own: zoom and fit. */
export const viewCommands: readonly Command[] = [
  {
    id: "view.commands",
    label: commandsWords.searchOrRunACommand,
    keywords: ["palette", "find", "node"],
    group: "view",
    keys: ["Mod+K", "Mod+F", "Mod+Shift+P"],
    icon: Search,
    perform: ({ session }) => session.getState().openDialog("commands"),
  },
  panelCommand("palette", commandsWords.palette, "Mod+B", PanelLeft),
  panelCommand("inspector", commandsWords.inspector, "Mod+I", PanelRight),
  panelCommand("dock", commandsWords.dock, "Mod+J", PanelBottom),
  dockCommand("run", commandsWords.run, "Alt+1", Play),
  dockCommand("metrics", commandsWords.metrics, "Alt+2", Activity),
  dockCommand("events", commandsWords.events, "Alt+3", ListTree),
  dockCommand("problems", commandsWords.problems, "Alt+4", TriangleAlert),
  dockCommand("alerts", commandsWords.alerts, "Alt+5", BellRing),
  dockCommand("report", commandsWords.report, "Alt+6", FileText),
  { ...dockCommand("whatIf", commandsWords.whatIf, "Alt+7", ChartSpline), keywords: ["sweep", "vary", "parameter", "replicas", "SLO", "forecast", "capacity"] },
  dockCommand("export", commandsWords.exportLabel, "Alt+8", FileOutput),
  themeCommand("system", commandsWords.themeOfTheSystem, SunMoon),
  themeCommand("dark", commandsWords.darkTheme, Moon),
  themeCommand("light", commandsWords.lightTheme, Sun),
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
    label: commandsWords.showText(name.toLowerCase()),
    keywords: ["dock", "tab", name],
    group: "view",
    section: "dock",
    keys: [keys],
    icon,
    perform: ({ session }) => {
      session.getState().showDock(tab);
      focusDock();
    },
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

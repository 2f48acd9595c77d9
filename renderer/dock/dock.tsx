import { ChevronDown, ChevronUp } from "lucide-react";
import { Tabs } from "radix-ui";
import { lazy, Suspense } from "react";
import { useCommand } from "../commands/use-command.ts";
import { leaveByEscape } from "../shell/move-focus.ts";
import { PanelResizer } from "../shell/panel-resizer.tsx";
import { DOCK_TABS, type DockTab } from "../stores/session-state.ts";
import { sessionStore, useSession } from "../stores/session-store.ts";
import { IconButton } from "../ui/icon-button.tsx";
import { AlertsBadge } from "./alerts/alerts-badge.tsx";
import { AlertsTab } from "./alerts/alerts-tab.tsx";
import { EventsTab } from "./events/events-tab.tsx";
import { MetricsTab } from "./metrics/metrics-tab.tsx";
import { ProblemsBadge } from "./problems/problems-badge.tsx";
import { ProblemsTab } from "./problems/problems-tab.tsx";
import { ReportBadge } from "./report/report-badge.tsx";
import { ReportTab } from "./report/report-tab.tsx";
import { RunTab } from "./run/run-tab.tsx";
import { WhatIfTab } from "./what-if/what-if-tab.tsx";
import { dockWords } from "../words/dock.ts";
import "./dock.css";

/** With all targets and what checks their options: loaded when it is first looked at. */
const ExportTab = lazy(async () => ({ default: (await import("./export/export-tab.tsx")).ExportTab }));

const NAMES: Readonly<Record<DockTab, string>> = { run: dockWords.run, metrics: dockWords.metrics, events: dockWords.events, problems: dockWords.problems, alerts: dockWords.alerts, report: dockWords.report, whatIf: dockWords.whatIf, export: dockWords.export };

/** The panel at the bottom: how the run goes, its charts, its events, what is wrong with the design, what came out. */
export function Dock() {
  const { open, size } = useSession((session) => session.panels.dock);
  const tab = useSession((session) => session.dockTab);
  const toggle = useCommand("view.toggle-dock");
  return (
    <Tabs.Root
      className="dock"
      style={open ? { height: size } : undefined}
      value={tab}
      activationMode="manual"
      onKeyDown={leaveByEscape}
      onValueChange={(next) => sessionStore.getState().showDock(next as DockTab)}
    >
      {open && <PanelResizer panel="dock" />}
      <div className="dock-top">
        <Tabs.List className="tabs" aria-label={dockWords.dock}>
          {DOCK_TABS.map((each) => (
            <Tabs.Trigger key={each} value={each} className="tab" onClick={() => sessionStore.getState().showDock(each)}>
              <span className="tab-name" data-name={NAMES[each]}>
                {NAMES[each]}
              </span>
              {each === "problems" && <ProblemsBadge />}
              {each === "alerts" && <AlertsBadge />}
              {each === "report" && <ReportBadge />}
            </Tabs.Trigger>
          ))}
        </Tabs.List>
        <IconButton
          icon={open ? ChevronDown : ChevronUp}
          label={open ? dockWords.hideTheDock : dockWords.showTheDock}
          shortcut={toggle.shortcut}
          onClick={toggle.perform}
        />
      </div>
      {open && (
        <Tabs.Content value={tab} className="dock-content" tabIndex={-1}>
          <DockBody tab={tab} />
        </Tabs.Content>
      )}
    </Tabs.Root>
  );
}

function DockBody({ tab }: { readonly tab: DockTab }) {
  switch (tab) {
    case "run":
      return <RunTab />;
    case "metrics":
      return <MetricsTab />;
    case "events":
      return <EventsTab />;
    case "problems":
      return <ProblemsTab />;
    case "alerts":
      return <AlertsTab />;
    case "report":
      return <ReportTab />;
    case "whatIf":
      return <WhatIfTab />;
    case "export":
      return (
        <Suspense fallback={null}>
          <ExportTab />
        </Suspense>
      );
  }
}

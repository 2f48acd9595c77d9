import { Tabs } from "radix-ui";
import type { ReactNode } from "react";
import { INSPECTOR_TABS, type InspectorTab } from "../stores/session-state.ts";
import { sessionStore, useSession } from "../stores/session-store.ts";

const NAMES: Readonly<Record<InspectorTab, string>> = { settings: "Settings", live: "Live", help: "Help" };

/** The three views of what is selected; the chosen one stays from one selection to the next. */
export function InspectorTabs(contents: Readonly<Record<InspectorTab, ReactNode>>) {
  const tab = useSession((session) => session.inspectorTab);
  return (
    <Tabs.Root className="inspector-tabs" value={tab} onValueChange={(next) => sessionStore.getState().showInspector(next as InspectorTab)}>
      <Tabs.List className="tabs inspector-tab-list" aria-label="Inspector">
        {INSPECTOR_TABS.map((each) => (
          <Tabs.Trigger key={each} value={each} className="tab">
            <span className="tab-name" data-name={NAMES[each]}>
              {NAMES[each]}
            </span>
          </Tabs.Trigger>
        ))}
      </Tabs.List>
      {INSPECTOR_TABS.map((each) => (
        <Tabs.Content key={each} value={each} className="inspector-body scroll" tabIndex={-1}>
          {contents[each]}
        </Tabs.Content>
      ))}
    </Tabs.Root>
  );
}

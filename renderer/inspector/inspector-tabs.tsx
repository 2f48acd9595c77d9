import { Tabs } from "radix-ui";
import type { ReactNode } from "react";
import { INSPECTOR_TABS, type InspectorTab } from "../stores/session-state.ts";
import { sessionStore, useSession } from "../stores/session-store.ts";
import { AppliedChip } from "./verdict-note.tsx";
import { inspectorWords } from "../words/inspector.ts";

const NAMES: Readonly<Record<InspectorTab, string>> = { settings: inspectorWords.settings, live: inspectorWords.live, help: inspectorWords.help };

export interface InspectorTabsProps extends Readonly<Record<InspectorTab, ReactNode>> {
  /** Of the node or edge. */
  readonly id: string;
}

/** The three views of what is selected; the chosen one stays from one selection to the next. */
export function InspectorTabs({ id, ...contents }: InspectorTabsProps) {
  const tab = useSession((session) => session.inspectorTab);
  return (
    <Tabs.Root className="inspector-tabs" value={tab} onValueChange={(next) => sessionStore.getState().showInspector(next as InspectorTab)}>
      <div className="inspector-tab-list">
        <Tabs.List className="tabs" aria-label={inspectorWords.inspector}>
          {INSPECTOR_TABS.map((each) => (
            <Tabs.Trigger key={each} value={each} className="tab">
              <span className="tab-name" data-name={NAMES[each]}>
                {NAMES[each]}
              </span>
            </Tabs.Trigger>
          ))}
        </Tabs.List>
        <AppliedChip id={id} />
      </div>
      {INSPECTOR_TABS.map((each) => (
        <Tabs.Content key={each} value={each} className="inspector-body scroll">
          {contents[each]}
        </Tabs.Content>
      ))}
    </Tabs.Root>
  );
}

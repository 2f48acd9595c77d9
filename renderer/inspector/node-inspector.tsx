import { useCallback } from "react";
import { displayName } from "../../design/document/display-name.ts";
import { rename } from "../../design/document/operations.ts";
import { updateSettings } from "../../design/document/operations-settings.ts";
import type { DesignNode, Json } from "../../design/document/schema.ts";
import { isKindType, kindOf } from "../../design/kinds/registry.ts";
import { useProblems } from "../dock/problems/use-problems.ts";
import { documentStore } from "../stores/document-store.ts";
import { useNodeFrame } from "../stores/frames.ts";
import { KindIcon } from "../ui/kind-icon.tsx";
import type { Path } from "./form/values.ts";
import { InspectorHeader } from "./inspector-header.tsx";
import { InspectorTabs } from "./inspector-tabs.tsx";
import { KindHelp } from "./kind-help.tsx";
import { LagBars } from "./live/lag-bars.tsx";
import { NodeLive } from "./live/node-live.tsx";
import { problemAtPath } from "./problem-at.ts";
import { SettingsForm } from "./settings-form.tsx";
import { settingTitle } from "./setting-title.ts";
import { ZoneField } from "./zone-field.tsx";
import { LaterNote } from "./verdict-note.tsx";
import { WebhookApproval } from "./webhook-approval.tsx";
import { inspectorWords } from "../words/inspector.ts";

/** One node: its settings, how it does at the moment, what its kind is. */
export function NodeInspector({ node }: { readonly node: DesignNode }) {
  const kind = isKindType(node.kind) ? node.kind : null;
  const problems = useProblems();
  const { id } = node;

  const write = useCallback(
    (path: Path, value: Json | undefined) => {
      const { design, edit } = documentStore.getState();
      const label = kind ? inspectorWords.setTextOfName(settingTitle(kindOf(kind).settings, path, node.settings).toLowerCase(), displayName(node)) : inspectorWords.changeSettings;
      edit(updateSettings(design, { node: id, path, value }), label, { mergeKey: `settings/${id}/${path.join("/")}` });
    },
    [id, kind, node],
  );

  return (
    <>
      <InspectorHeader
        icon={<KindIcon kind={node.kind} size={32} />}
        name={node.name ?? ""}
        placeholder={node.id}
        label={inspectorWords.nameOfTheNode}
        subtitle={kind ? `${kindOf(kind).title} · ${kindOf(kind).summary}` : inspectorWords.unknownKindKind(node.kind)}
        onRename={(name) => {
          const { design, edit } = documentStore.getState();
          edit(rename(design, { node: id, name }), inspectorWords.renameName(displayName(node)), { mergeKey: `name/${id}` });
        }}
      />
      <InspectorTabs
        id={id}
        settings={
          kind ? (
            <>
              <LaterNote id={id} />
              <div className="form">
                <ZoneField nodes={[node]} />
              </div>
              {kind === "webhook" && <WebhookApproval node={node} />}
              <SettingsForm
                id={`node-${id}`}
                schema={kindOf(kind).settings}
                settings={node.settings}
                onWrite={write}
                onSettle={settle}
                problemAt={(path) => problemAtPath(problems, { node: id }, path)}
              />
              {kind === "topic" && <LagNow id={id} />}
            </>
          ) : (
            <p className="inspector-note">{inspectorWords.thisVersionDoesNotKnowTheKind}</p>
          )
        }
        live={<NodeLive node={node} />}
        help={kind ? <KindHelp kind={kind} /> : null}
      />
    </>
  );
}

/** How far the groups of a topic are behind, beside the settings that it depends on. */
function LagNow({ id }: { readonly id: string }) {
  const frame = useNodeFrame(id);
  return frame?.lag ? <LagBars lag={frame.lag} /> : null;
}

function settle(): void {
  documentStore.getState().mark();
}

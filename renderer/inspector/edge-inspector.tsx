import { Spline } from "lucide-react";
import { useMemo } from "react";
import { displayName } from "../../design/document/display-name.ts";
import { setLabel } from "../../design/document/operations.ts";
import { updateEdgeSettings } from "../../design/document/operations-settings.ts";
import type { DesignEdge, Json } from "../../design/document/schema.ts";
import { edgeSchema, edgeSchemas } from "../../design/graph/edge-settings.ts";
import { isImplicitQueue } from "../../design/graph/implicit-queue.ts";
import { useProblems } from "../dock/problems/use-problems.ts";
import { documentStore, useDocument } from "../stores/document-store.ts";
import type { Path } from "./form/values.ts";
import { InspectorHeader } from "./inspector-header.tsx";
import { InspectorTabs } from "./inspector-tabs.tsx";
import { EdgeLive } from "./live/edge-live.tsx";
import { problemAtPath } from "./problem-at.ts";
import { settingTitle } from "./setting-title.ts";
import { SettingsForm } from "./settings-form.tsx";
import { LaterNote } from "./verdict-note.tsx";

/** One edge: its label, and the queue that it stands for where there is one (rule G2). */
export function EdgeInspector({ edge }: { readonly edge: DesignEdge }) {
  const problems = useProblems();
  const from = useDocument(({ design }) => design.nodes.find((node) => node.id === edge.from.node));
  const to = useDocument(({ design }) => design.nodes.find((node) => node.id === edge.to.node));
  const implicit = from !== undefined && to !== undefined && isImplicitQueue(edge, from, to);
  const schema = useMemo(() => (from && to ? edgeSchema(edgeSchemas(edge, from, to)) : undefined), [edge, from, to]);
  const ends = `${from ? displayName(from) : edge.from.node} → ${to ? displayName(to) : edge.to.node}`;
  const { id } = edge;

  function write(path: Path, value: Json | undefined): void {
    if (schema === undefined) return;
    const { design, edit } = documentStore.getState();
    const label = `Set ${settingTitle(schema, path).toLowerCase()} of ${ends}`;
    edit(updateEdgeSettings(design, { edge: id, path, value }), label, { mergeKey: `edge/${id}/${path.join("/")}` });
  }

  return (
    <>
      <InspectorHeader
        icon={
          <span className="kind-icon" data-category="channels" style={{ width: 32, height: 32 }} aria-hidden="true">
            <Spline size={18} />
          </span>
        }
        name={edge.label ?? ""}
        placeholder={ends}
        label="Label of the edge"
        subtitle={implicit ? "Edge · an implicit queue" : "Edge"}
        onRename={(label) => {
          const { design, edit } = documentStore.getState();
          edit(setLabel(design, { edge: id, label }), `Label ${ends}`, { mergeKey: `label/${id}` });
        }}
      />
      <InspectorTabs
        id={id}
        settings={
          schema !== undefined ? (
            <>
              <LaterNote id={id} />
              <SettingsForm
                id={`edge-${id}`}
                schema={schema}
                settings={edge.settings}
                onWrite={write}
                onSettle={() => documentStore.getState().mark()}
                problemAt={(path) => problemAtPath(problems, { edge: id }, path)}
              />
            </>
          ) : (
            <p className="inspector-note">
              Events cross it from port “{edge.from.port}” to port “{edge.to.port}”. It has no settings of its own.
            </p>
          )
        }
        live={<EdgeLive edge={edge} implicit={implicit} />}
        help={
          <div className="kind-help">
            <p>
              An edge leads events from one port to another. From an emitter straight to a consumer it stands for a queue with default settings, so that the simplest
              drawing just runs. Several edges from one port copy each event; several from a queue share its events.
            </p>
          </div>
        }
      />
    </>
  );
}

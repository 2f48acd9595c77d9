import { Spline } from "lucide-react";
import { useMemo } from "react";
import { displayName } from "../../design/document/display-name.ts";
import { setLabel } from "../../design/document/operations.ts";
import { updateEdgeSettings } from "../../design/document/operations-settings.ts";
import type { DesignEdge, Json } from "../../design/document/schema.ts";
import { portsOf } from "../../design/document/settings.ts";
import { edgeSchema, edgeSchemas } from "../../design/graph/edge-settings.ts";
import { isImplicitQueue } from "../../design/graph/implicit-queue.ts";
import type { PortType } from "../../design/kinds/kind.ts";
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
import { inspectorWords } from "../words/inspector.ts";

/** What there is to say of an edge of each type (rule G1). */
const WORDS: Readonly<Record<PortType, { readonly subtitle: string; readonly crossing: string; readonly help: string }>> = {
  event: {
    subtitle: inspectorWords.edge,
    crossing: inspectorWords.eventsCrossItOneWay,
    help:
      "An edge leads events from one port to another. From an emitter straight to a consumer it stands for a queue with default settings, so that the simplest " +
      "drawing just runs. Several edges from one port copy each event; several from a queue share its events.",
  },
  call: {
    subtitle: inspectorWords.callEdge,
    crossing: inspectorWords.callsGoOverItAndTheirAnswers,
    help:
      "A call edge leads from one who asks to one who answers. The caller waits in its slot until the answer is there or its time is out, so a slow callee makes " +
      "a slow caller. Several call edges out of a consumer are called one after the other.",
  },
  attachment: {
    subtitle: inspectorWords.attachment,
    crossing: inspectorWords.itSaysWhichNodeIsGoverned,
    help: inspectorWords.anAttachmentTiesAPolicy,
  },
};

/** One edge: its label, and the queue that it stands for where there is one (rule G2). */
export function EdgeInspector({ edge }: { readonly edge: DesignEdge }) {
  const problems = useProblems();
  const from = useDocument(({ design }) => design.nodes.find((node) => node.id === edge.from.node));
  const to = useDocument(({ design }) => design.nodes.find((node) => node.id === edge.to.node));
  const implicit = from !== undefined && to !== undefined && isImplicitQueue(edge, from, to);
  const schema = useMemo(() => (from && to ? edgeSchema(edgeSchemas(edge, from, to)) : undefined), [edge, from, to]);
  const ends = `${from ? displayName(from) : edge.from.node} → ${to ? displayName(to) : edge.to.node}`;
  const type = (from && portsOf(from).find(({ name }) => name === edge.from.port)?.type) ?? "event";
  const { id } = edge;

  function write(path: Path, value: Json | undefined): void {
    if (schema === undefined) return;
    const { design, edit } = documentStore.getState();
    const label = inspectorWords.setTextOfEnds(settingTitle(schema, path).toLowerCase(), ends);
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
        label={inspectorWords.labelOfTheEdge}
        subtitle={implicit ? inspectorWords.edgeAnImplicitQueue : WORDS[type].subtitle}
        onRename={(label) => {
          const { design, edit } = documentStore.getState();
          edit(setLabel(design, { edge: id, label }), inspectorWords.labelEnds(ends), { mergeKey: `label/${id}` });
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
              {inspectorWords.crossingItHasNoSettings(WORDS[type].crossing)}
            </p>
          )
        }
        live={<EdgeLive edge={edge} implicit={implicit} />}
        help={
          <div className="kind-help">
            <p>{WORDS[type].help}</p>
          </div>
        }
      />
    </>
  );
}

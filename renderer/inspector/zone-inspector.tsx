import { Server, SquareDashed } from "lucide-react";
import { displayName } from "../../design/document/display-name.ts";
import { removeZone, updateZone } from "../../design/document/operations-document.ts";
import { zoneSchema, type Json, type Zone } from "../../design/document/schema.ts";
import { useCommand } from "../commands/use-command.ts";
import { documentStore, useDocument } from "../stores/document-store.ts";
import { useRun } from "../stores/run-store.ts";
import { sessionStore } from "../stores/session-store.ts";
import { Button } from "../ui/button.tsx";
import { KindIcon } from "../ui/kind-icon.tsx";
import { InspectorHeader } from "./inspector-header.tsx";
import { RecordForm } from "./record-form.tsx";
import { inspectorWords } from "../words/inspector.ts";
import { workersWords } from "../words/workers.ts";
import { ZoneButtons } from "../workers/zone-buttons.tsx";
import { zoneNow } from "../workers/zone-control.ts";
import { useZonePhase } from "../workers/zone-phase.ts";

const FORM = zoneSchema.omit({ id: true, name: true });

/** One zone: what it is called and what it is, and the nodes in it (rule O3). */
export function ZoneInspector({ zone: { id, name, ...settings } }: { readonly zone: Zone }) {
  const all = useDocument(({ design }) => design.nodes);
  const nodes = all.filter((node) => node.zone === id);
  const select = useCommand("zone.select-nodes");
  return (
    <>
      <InspectorHeader
        icon={
          <span className="kind-icon" data-category="operations" style={{ width: 32, height: 32 }} aria-hidden="true">
            <SquareDashed size={18} />
          </span>
        }
        name={name}
        placeholder={id}
        label={inspectorWords.nameOfTheZone}
        subtitle={`${settings.kind === undefined || settings.kind === "zone" ? inspectorWords.zone : inspectorWords.zoneKind(settings.kind)} · ${nodes.length} ${nodes.length === 1 ? "node" : "nodes"}`}
        onRename={(next) => {
          const { design, edit } = documentStore.getState();
          edit(updateZone(design, { id, name: next }), inspectorWords.renameTheZoneValue(name || id), { mergeKey: `zone/${id}/name` });
        }}
      />
      <div className="inspector-body scroll" role="group" aria-label={inspectorWords.zone}>
        <p className="inspector-note">{inspectorWords.aFailureDomainInALiveRunIts}</p>
        <ZoneProcess zone={id} name={name || id} />
        <section className="many-actions zone-members" aria-label={inspectorWords.nodesInTheZone}>
          <h3>{inspectorWords.nodes}</h3>
          {nodes.length === 0 && <p className="inspector-note">{inspectorWords.noneYetDragNodesIntoTheFrame}</p>}
          {nodes.map((node) => (
            <button key={node.id} type="button" className="zone-member" onClick={() => sessionStore.getState().select({ nodes: [node.id] })}>
              <KindIcon kind={node.kind} size={22} />
              {displayName(node)}
            </button>
          ))}
          {nodes.length > 1 && (
            <Button size="small" onClick={select.perform}>
              {inspectorWords.selectAllOfThem}
            </Button>
          )}
        </section>
        <div className="zone-form">
          <RecordForm prefix="zone" word={inspectorWords.zoneInline} id={id} name={name} schema={FORM} settings={settings as Record<string, Json>} update={updateZone} remove={removeZone} />
        </div>
        <p className="inspector-note">{inspectorWords.itsNodesStayWhenItIsRemoved}</p>
      </div>
    </>
  );
}

/** How its process stands in the live run that is on, and what can be done to it (rule O2). */
function ZoneProcess({ zone, name }: { readonly zone: string; readonly name: string }) {
  const state = useRun(({ run }) => zoneNow(run, zone));
  const phase = useZonePhase(state);
  const workers = useCommand("run.workers");
  if (state === undefined) return null;
  return (
    <section className="zone-process" aria-label={inspectorWords.process}>
      <span role="status">{workersWords.processIs(phase === "" ? workersWords.phases.running : phase)}</span>
      <ZoneButtons state={state} name={name} />
      <Button size="small" variant="quiet" icon={Server} onClick={workers.perform}>
        {workers.label}
      </Button>
    </section>
  );
}

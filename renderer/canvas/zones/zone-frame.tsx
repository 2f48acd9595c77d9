import { Globe, Server, SquareDashed, type LucideIcon } from "lucide-react";
import { memo } from "react";
import type { Zone } from "../../../design/document/schema.ts";
import type { ZoneBox } from "../../../design/picture/zone-boxes.ts";
import type { ZonePhase, ZoneState } from "../../../engine/contract/zones.ts";
import { sessionStore, useSession } from "../../stores/session-store.ts";
import { NameField } from "../nodes/name-field.tsx";
import { canvasState, useCanvasState, zoneKey } from "../state/canvas-state.ts";
import { renameZone } from "../state/zone-edits.ts";
import { useLevel } from "../state/view-store.ts";
import { useZoneDrag } from "./use-zone-drag.ts";
import { focusZone } from "./focus-zone.ts";
import { canvasWords } from "../../words/canvas.ts";
import { ZoneButtons } from "../../workers/zone-buttons.tsx";
import { useZonePhase } from "../../workers/zone-phase.ts";

/** What is marked on the frame, not only said. */
const DOWN: ReadonlySet<ZonePhase> = new Set(["frozen", "stopped", "restarting"]);

const ICONS: Readonly<Record<NonNullable<Zone["kind"]>, LucideIcon>> = { zone: SquareDashed, region: Globe, host: Server };

export interface ZoneFrameProps {
  readonly box: ZoneBox;
  /** How its process stands while a live run is on (rules O2, O3). */
  readonly process: ZoneState | undefined;
}

/** A zone: a frame around its nodes, with a head that is dragged, selected and renamed. The frame itself takes no events. */
export const ZoneFrame = memo(function ZoneFrame({ box, process }: ZoneFrameProps) {
  const { zone, nodes, x, y, width, height } = box;
  const hint = useCanvasState((state) => state.zoneHint?.ways.get(zone.id));
  const isSelected = useSession(({ selection }) => selection.zones.includes(zone.id));
  const level = useLevel();
  return (
    <div
      className="zone"
      data-level={level}
      data-down={(process !== undefined && DOWN.has(process.phase)) || undefined}
      data-empty={nodes.length === 0 || undefined}
      data-selected={isSelected || undefined}
      data-hint={hint}
      style={{ transform: `translate(${x}px,${y}px)`, width, height }}
    >
      <ZoneHead zone={zone} count={nodes.length} process={process} />
      {nodes.length === 0 && hint === undefined && level === "near" && <span className="zone-invitation">{canvasWords.dragNodesHereOrSelectSome}</span>}
    </div>
  );
});

function ZoneHead({ zone, count, process }: { readonly zone: Zone; readonly count: number } & Pick<ZoneFrameProps, "process">) {
  const { id, kind = "zone" } = zone;
  const drag = useZoneDrag(id);
  const isRenaming = useCanvasState((state) => state.renaming === zoneKey(id));
  const name = zone.name || id;
  const nodes = count === 0 ? "empty" : `${count} ${count === 1 ? "node" : "nodes"}`;
  const phase = useZonePhase(process);
  const state = phase === "" ? "" : ` · ${phase}`;
  const Icon = ICONS[kind];
  return (
    <div
      className="zone-head nopan"
      data-zone={id}
      tabIndex={0}
      role="group"
      aria-roledescription={kind}
      aria-label={`${name}, ${kind}, ${nodes}${state}`}
      onFocus={(event) => {
        if (event.target === event.currentTarget && event.target.matches(":focus-visible")) sessionStore.getState().select({ zones: [id] });
      }}
      onDoubleClick={(event) => event.target instanceof Element && event.target.closest("button") === null && canvasState.setState({ renaming: zoneKey(id) })}
      {...drag}
    >
      <Icon size={13} aria-hidden="true" />
      {isRenaming ? (
        <NameField renaming={zoneKey(id)} name={name} written={zone.name} placeholder={id} onRename={(next) => renameZone(id, next)} onDone={() => focusZone(id)} />
      ) : (
        <span className="zone-name">{name}</span>
      )}
      <span className="zone-facts">
        {phase === "" ? `${kind} · ${nodes}` : phase}
      </span>
      {process && <ZoneButtons state={process} name={name} />}
    </div>
  );
}

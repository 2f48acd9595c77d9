import { Globe, Server, SquareDashed, type LucideIcon } from "lucide-react";
import { memo } from "react";
import type { Zone } from "../../../design/document/schema.ts";
import type { ZoneBox } from "../../../design/picture/zone-boxes.ts";
import { sessionStore, useSession } from "../../stores/session-store.ts";
import { NameField } from "../nodes/name-field.tsx";
import { canvasState, useCanvasState, zoneKey } from "../state/canvas-state.ts";
import { renameZone } from "../state/zone-edits.ts";
import { useLevel } from "../state/view-store.ts";
import { useZoneDrag } from "./use-zone-drag.ts";
import { focusZone } from "./focus-zone.ts";
import { canvasWords } from "../../words/canvas.ts";

const ICONS: Readonly<Record<NonNullable<Zone["kind"]>, LucideIcon>> = { zone: SquareDashed, region: Globe, host: Server };

export interface ZoneFrameProps {
  readonly box: ZoneBox;
  /** It has no process although a run is on (rule O3). */
  readonly isDown: boolean;
}

/** A zone: a frame around its nodes, with a head that is dragged, selected and renamed. The frame itself takes no events. */
export const ZoneFrame = memo(function ZoneFrame({ box, isDown }: ZoneFrameProps) {
  const { zone, nodes, x, y, width, height } = box;
  const hint = useCanvasState((state) => state.zoneHint?.ways.get(zone.id));
  const isSelected = useSession(({ selection }) => selection.zones.includes(zone.id));
  const level = useLevel();
  return (
    <div
      className="zone"
      data-level={level}
      data-down={isDown || undefined}
      data-empty={nodes.length === 0 || undefined}
      data-selected={isSelected || undefined}
      data-hint={hint}
      style={{ transform: `translate(${x}px,${y}px)`, width, height }}
    >
      <ZoneHead zone={zone} count={nodes.length} isDown={isDown} />
      {nodes.length === 0 && hint === undefined && level === "near" && <span className="zone-invitation">{canvasWords.dragNodesHereOrSelectSome}</span>}
    </div>
  );
});

function ZoneHead({ zone, count, isDown }: { readonly zone: Zone; readonly count: number; readonly isDown: boolean }) {
  const { id, kind = "zone" } = zone;
  const drag = useZoneDrag(id);
  const isRenaming = useCanvasState((state) => state.renaming === zoneKey(id));
  const name = zone.name || id;
  const nodes = count === 0 ? "empty" : `${count} ${count === 1 ? "node" : "nodes"}`;
  const state = isDown ? " · process down" : "";
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
      onDoubleClick={() => canvasState.setState({ renaming: zoneKey(id) })}
      {...drag}
    >
      <Icon size={13} aria-hidden="true" />
      {isRenaming ? (
        <NameField renaming={zoneKey(id)} name={name} written={zone.name} placeholder={id} onRename={(next) => renameZone(id, next)} onDone={() => focusZone(id)} />
      ) : (
        <span className="zone-name">{name}</span>
      )}
      <span className="zone-facts">
        {kind} · {nodes}
        {state}
      </span>
    </div>
  );
}

import { useMemo } from "react";
import { useDocument } from "../../stores/document-store.ts";
import { useScene } from "../state/scene-store.ts";
import { zoneBoxes } from "./zone-boxes.ts";
import "./zones.css";

/** The zones behind their nodes, each one failure domain. */
export function ZoneBacks() {
  const zones = useDocument((document) => document.design.zones);
  const nodes = useDocument((document) => document.design.nodes);
  const scene = useScene((present) => present);
  const boxes = useMemo(() => (zones === undefined ? [] : zoneBoxes(zones, nodes, scene)), [zones, nodes, scene]);
  return boxes.map(({ zone, x, y, width, height }) => (
    <div key={zone.id} className="zone" style={{ transform: `translate(${x}px,${y}px)`, width, height }}>
      <span className="zone-name">
        {zone.kind ?? "zone"} · {zone.name}
      </span>
    </div>
  ));
}

import { useMemo } from "react";
import type { DesignNode } from "../../../design/document/schema.ts";
import type { Frame } from "../../../engine/contract/frame.ts";
import { useShownFrame } from "../../stores/frames.ts";
import { isActive } from "../../stores/run-state.ts";
import { useRun } from "../../stores/run-store.ts";
import { useDocument } from "../../stores/document-store.ts";
import { useScene } from "../state/scene-store.ts";
import { zoneBoxes } from "../../../design/picture/zone-boxes.ts";
import "./zones.css";

/** Whether a zone in which a consumer stands has no process at the moment (rule O3). */
function isDown(zone: string, nodes: readonly DesignNode[], processes: Frame["processes"] | undefined): boolean {
  if (!processes || processes.length === 0 || !nodes.some((node) => node.zone === zone && node.kind === "consumer")) return false;
  return !processes.some(({ name }) => name === `zone ${zone}`);
}

/** The zones behind their nodes, each one failure domain. */
export function ZoneBacks() {
  const zones = useDocument((document) => document.design.zones);
  const nodes = useDocument((document) => document.design.nodes);
  const scene = useScene((present) => present);
  const boxes = useMemo(() => (zones === undefined ? [] : zoneBoxes(zones, nodes, scene)), [zones, nodes, scene]);
  const processes = useShownFrame()?.processes;
  const isOn = useRun(({ run }) => run?.mode === "live" && isActive(run));
  return boxes.map(({ zone, x, y, width, height }) => (
    <div key={zone.id} className="zone" data-down={(isOn && isDown(zone.id, nodes, processes)) || undefined} style={{ transform: `translate(${x}px,${y}px)`, width, height }}>
      <span className="zone-name">
        {zone.kind ?? "zone"} · {zone.name}
        {isOn && isDown(zone.id, nodes, processes) && " · process down"}
      </span>
    </div>
  ));
}

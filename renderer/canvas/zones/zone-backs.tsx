import type { DesignNode } from "../../../design/document/schema.ts";
import type { Frame } from "../../../engine/contract/frame.ts";
import { useDocument } from "../../stores/document-store.ts";
import { useShownFrame } from "../../stores/frames.ts";
import { isActive } from "../../stores/run-state.ts";
import { useRun } from "../../stores/run-store.ts";
import { ZoneFrame } from "./zone-frame.tsx";
import { useZones } from "./zone-store.ts";
import "./zones.css";

/** Whether a zone in which a consumer stands has no process at the moment (rule O3). */
function isDown(zone: string, nodes: readonly DesignNode[], processes: Frame["processes"] | undefined): boolean {
  if (!processes || processes.length === 0 || !nodes.some((node) => node.zone === zone && node.kind === "consumer")) return false;
  return !processes.some(({ name }) => name === `zone ${zone}`);
}

/** The zones behind their nodes, each one failure domain. */
export function ZoneBacks() {
  const boxes = useZones();
  const nodes = useDocument((document) => document.design.nodes);
  const processes = useShownFrame()?.processes;
  const isOn = useRun(({ run }) => run?.mode === "live" && isActive(run));
  return boxes.map((box) => <ZoneFrame key={box.zone.id} box={box} isDown={isOn && isDown(box.zone.id, nodes, processes)} />);
}

import { useRun } from "../../stores/run-store.ts";
import { zoneNow } from "../../workers/zone-control.ts";
import { ZoneFrame } from "./zone-frame.tsx";
import { useZones } from "./zone-store.ts";
import "./zones.css";

/** The zones behind their nodes, each one failure domain: with the state of its process while a live run is on (rule O3). */
export function ZoneBacks() {
  const boxes = useZones();
  const run = useRun((slice) => slice.run);
  return boxes.map((box) => <ZoneFrame key={box.zone.id} box={box} process={zoneNow(run, box.zone.id)} />);
}

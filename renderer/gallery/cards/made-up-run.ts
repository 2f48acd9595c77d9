import type { NodePrediction } from "../../../engine/contract/prediction.ts";
import { keepActivity } from "../../canvas/live/activity-log.ts";
import { frames } from "../../stores/frames.ts";
import { predictions } from "../../stores/predictions.ts";
import { runStore } from "../../stores/run-store.ts";
import { series } from "../../stores/series.ts";
import { MADE_UP_FRAMES } from "./looks.ts";
import { frameAt } from "./made-up-frames.ts";
import { leavingEdges, sheetCells } from "./sheet-design.ts";

/** Puts a run that never happened into the stores, as if the engine had told of it: its last moment stays on the screen. */
export function showMadeUpRun(): void {
  const cells = sheetCells();
  const edges = leavingEdges(cells);
  keepActivity();
  runStore.getState().acceptState({ runId: "gallery", mode: "live", phase: "running", atMs: 0, forMs: null, speed: 1, seed: 1 });
  for (let seq = 0; seq < MADE_UP_FRAMES; seq += 1) {
    const frame = frameAt(cells, edges, seq);
    series.accept(frame);
    frames.accept(frame);
  }
  const last = frameAt(cells, edges, MADE_UP_FRAMES);
  const nodes = cells
    .filter(({ look }) => look === "predicted")
    .map(({ node }): [string, NodePrediction] => {
      const { inPerSecond = 0, outPerSecond = 0, depth = 0, utilization = 0, waitMs, serviceMs } = last.nodes[node.id] ?? {};
      return [node.id, { inPerSecond: inPerSecond * 0.93, outPerSecond: outPerSecond * 0.93, depth: depth * 0.8, utilization: utilization * 0.9, waitMs: waitMs ?? last.endToEndMs, serviceMs: serviceMs ?? last.endToEndMs }];
    });
  predictions.getState().accept({ runId: "gallery", atMs: last.atMs, nodes: Object.fromEntries(nodes), channels: {}, closedForms: {} });
}

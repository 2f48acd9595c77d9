import type { Frame } from "../../../engine/contract/frame.ts";
import { drawnShare } from "./density.ts";
import type { EdgeTable } from "./edge-table.ts";

/** Which dots of each edge are drawn, so that they stay apart. */
export interface Density {
  /** Takes the rates of a frame. `keptShare` of the samples are dots: those with the lowest hashes. */
  accept(frame: Pick<Frame, "edges" | "sampling">, keptShare: number, crossingMs: number): void;
  /** Works out what is drawn at a zoom. */
  look(zoom: number): void;
  /** Whether a dot is drawn, by its edge's number and its root's hash. Failed ones are rarer, and drawn three times as often. */
  isDrawn(edge: number, hash: number, failed: boolean): boolean;
  /** How many events each dot on an edge stands for, in whole numbers. */
  samplingOf(edge: string, zoom: number): number;
}

const FAILED_FACTOR = 3;

/** Densities of the edges of a table, worked out again when rates or the zoom change. */
export function createDensity(table: EdgeTable): Density {
  let underWay = new Float64Array(0);
  let hashes = new Uint32Array(0);
  let sampling = 1;
  let highest = 0xffffffff;
  let workedOutFor: number | null = null;

  function shareOf(number: number, zoom: number): number {
    return drawnShare(underWay[number] ?? 0, table.lengthOf(number), zoom);
  }

  return {
    accept(frame, keptShare, crossingMs) {
      sampling = Math.max(1, frame.sampling) / keptShare;
      highest = keptShare * 0xffffffff;
      if (underWay.length < table.size()) {
        underWay = new Float64Array(table.size());
        hashes = new Uint32Array(table.size());
      }
      underWay.fill(0);
      for (const [id, { perSecond }] of Object.entries(frame.edges)) {
        const number = table.numberOf(id);
        if (number >= 0) underWay[number] = (perSecond / sampling) * (crossingMs / 1000);
      }
      workedOutFor = null;
    },
    look(zoom) {
      if (workedOutFor === zoom) return;
      for (let number = 0; number < hashes.length; number += 1) hashes[number] = Math.floor(shareOf(number, zoom) * highest);
      workedOutFor = zoom;
    },
    isDrawn(edge, hash, failed) {
      const highest = hashes[edge] ?? 0xffffffff;
      return hash <= (failed ? highest * FAILED_FACTOR : highest);
    },
    samplingOf(edge, zoom) {
      const number = table.numberOf(edge);
      return number < 0 ? 1 : Math.round(sampling / shareOf(number, zoom));
    },
  };
}

import { useRef, useSyncExternalStore } from "react";
import { isActive } from "../../stores/run-state.ts";
import { frames } from "../../stores/frames.ts";
import { runStore } from "../../stores/run-store.ts";
import { failedPerSecond } from "./activity-log.ts";
import { isFailingEdge, thicknessLevel } from "../model/edge-look.ts";

/** How an edge looks while the design runs, in few steps, so that it is seldom drawn again. */
export interface EdgeLook {
  /** 0 while nothing passes; see `thicknessOf`. */
  readonly level: number;
  readonly isFailing: boolean;
}

const STILL: EdgeLook = { level: 0, isFailing: false };

/** An edge's look; the same object until it looks different. */
export function useEdgeLook(id: string): EdgeLook {
  const shown = useRef(STILL);
  return useSyncExternalStore(
    (listener) => {
      const stops = [frames.subscribePart("edges", id, listener), runStore.subscribe(listener)];
      return () => {
        for (const stop of stops) stop();
      };
    },
    () => (shown.current = lookNow(id, shown.current)),
  );
}

function lookNow(id: string, before: EdgeLook): EdgeLook {
  if (!isActive(runStore.getState().run)) return STILL;
  const perSecond = frames.shownEdge(id)?.perSecond ?? 0;
  const level = thicknessLevel(perSecond, before.level);
  const isFailing = isFailingEdge(perSecond, failedPerSecond(id));
  return level === before.level && isFailing === before.isFailing ? before : { level, isFailing };
}

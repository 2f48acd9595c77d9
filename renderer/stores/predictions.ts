import { useStore } from "zustand";
import { createStore, type StoreApi } from "zustand/vanilla";
import type { NodePrediction, Prediction } from "../../engine/contract/prediction.ts";
import type { ClosedForm } from "../../engine/contract/report.ts";

/** Numbers on the screen change at most this often, so that digits can be read. */
const SHOWN_EVERY_MS = 250;

export interface Predictions {
  readonly shown: Prediction | null;
  readonly accept: (prediction: Prediction) => void;
  /** Another run begins. */
  readonly reset: () => void;
}

export type PredictionStore = StoreApi<Predictions>;

/** Keeps what the forecast beside a live run said last. `now` in ms. */
export function createPredictionStore(now: () => number = () => performance.now()): PredictionStore {
  let shownAt = Number.NEGATIVE_INFINITY;
  return createStore<Predictions>()((set) => ({
    shown: null,
    accept(prediction) {
      if (now() - shownAt < SHOWN_EVERY_MS) return;
      shownAt = now();
      set({ shown: prediction });
    },
    reset() {
      shownAt = Number.NEGATIVE_INFINITY;
      set({ shown: null });
    },
  }));
}

/** The window's. */
export const predictions: PredictionStore = createPredictionStore();

/** What is forecast of a node, and of a consumer the formula that it follows, if there is one. */
export function useNodePrediction(id: string): { prediction: NodePrediction | undefined; closedForm: ClosedForm | undefined } {
  const prediction = useStore(predictions, ({ shown }) => shown?.nodes[id]);
  const closedForm = useStore(predictions, ({ shown }) => shown?.closedForms[id]);
  return { prediction, closedForm };
}

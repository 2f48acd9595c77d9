import { useStore } from "zustand";
import { createStore, type StoreApi } from "zustand/vanilla";
import type { Slo } from "../../design/document/schema.ts";
import type { FigureChoice } from "../../engine/contract/figures.ts";
import type { SwapOutcome } from "../../engine/contract/swap.ts";
import type { MeetAnswer, SweepPoint, Trial, WhatIfItem } from "../../engine/contract/what-if.ts";

/** A number to vary as it is typed; texts are in the setting's own unit. */
export interface AxisDraft {
  readonly node: string;
  /** Joined by dots. */
  readonly path: string;
  readonly from: string;
  readonly to: string;
  readonly steps: string;
}

/** What can be asked. */
export type QuestionKind = "sweep" | "meet" | "swap";

/** The question as it stands in the panel. */
export interface QuestionDraft {
  readonly kind: QuestionKind;
  /** Null until somebody chooses: then the design's own first guess. */
  readonly first: AxisDraft | null;
  readonly second: AxisDraft | null;
  /** How long producers produce in each forecast, ms. */
  readonly forMs: number;
  readonly slo: string | null;
  readonly consumer: string | null;
  readonly most: string;
  /** The channel whose broker is swapped. */
  readonly channel: string | null;
}

/** A number that was varied, with the words to show it by. */
export interface AskedAxis {
  readonly title: string;
  readonly unit: string | undefined;
  readonly values: readonly number[];
}

/** A question that was asked, and what has been answered so far. */
export interface Asked {
  readonly id: string;
  readonly kind: QuestionKind;
  readonly status: "asking" | "done" | "cancelled" | "failed";
  /** Why it failed. */
  readonly message: string | undefined;
  readonly axes: readonly AskedAxis[];
  readonly total: number;
  /** In order of the grid, the first axis fastest. */
  readonly points: readonly SweepPoint[];
  readonly trials: readonly Trial[];
  readonly answer: MeetAnswer | null;
  readonly slo: Slo | null;
  /** Name of the consumer whose replicas are looked for, or of the channel that is swapped. */
  readonly subject: string;
  readonly outcomes: readonly SwapOutcome[];
}

export interface WhatIf {
  readonly draft: QuestionDraft;
  readonly shown: FigureChoice;
  readonly asked: Asked | null;
  readonly edit: (change: Partial<QuestionDraft>) => void;
  readonly show: (change: Partial<FigureChoice>) => void;
  readonly begin: (asked: Pick<Asked, "id" | "kind" | "axes" | "total" | "slo" | "subject">) => void;
  /** What the engine says; other screens' answers are passed over. */
  readonly accept: (item: WhatIfItem) => void;
  /** Ends the present question here, whatever the engine still says. */
  readonly conclude: (status: "cancelled" | "failed", message?: string) => void;
}

export type WhatIfStore = StoreApi<WhatIf>;

const FIRST_DRAFT: QuestionDraft = { kind: "sweep", first: null, second: null, forMs: 60_000, slo: null, consumer: null, most: "32", channel: null };

/** A store with no question yet. */
export function createWhatIfStore(): WhatIfStore {
  return createStore<WhatIf>()((set, get) => {
    function change(id: string, next: (asked: Asked) => Partial<Asked>): void {
      const { asked } = get();
      if (asked?.id === id && asked.status === "asking") set({ asked: { ...asked, ...next(asked) } });
    }
    return {
      draft: FIRST_DRAFT,
      shown: { figure: "endToEndMs", node: null, statistic: "mean" },
      asked: null,
      edit: (changes) => set({ draft: { ...get().draft, ...changes } }),
      show: (changes) => set({ shown: { ...get().shown, ...changes } }),
      begin: (asked) => set({ asked: { ...asked, status: "asking", message: undefined, points: [], trials: [], answer: null, outcomes: [] } }),
      accept(item) {
        if (item.type === "point") change(item.id, ({ points }) => ({ points: [...points, item.point], total: item.total }));
        else if (item.type === "trial") change(item.id, ({ trials }) => ({ trials: [...trials, item.trial].toSorted((a, b) => a.replicas - b.replicas) }));
        else if (item.type === "answer") change(item.id, () => ({ answer: item.answer, trials: item.answer.trials }));
        else if (item.type === "outcome") change(item.id, ({ outcomes }) => ({ outcomes: [...outcomes, item.outcome] }));
        else change(item.id, () => ({ status: item.ended, message: item.message }));
      },
      conclude(status, message) {
        const { asked } = get();
        if (asked?.status === "asking") set({ asked: { ...asked, status, message } });
      },
    };
  });
}

/** The window's what-if panel. */
export const whatIfStore: WhatIfStore = createWhatIfStore();

/** The part of it that a component needs. */
export function useWhatIf<Part>(selector: (whatIf: WhatIf) => Part): Part {
  return useStore(whatIfStore, selector);
}

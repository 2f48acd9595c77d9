import type { Experiment } from "../../../design/chaos/resolve.ts";
import { isOn } from "../../../design/chaos/windows.ts";
import type { FlowEvent } from "../event.ts";
import { drawSite, uniform } from "../random.ts";

/** Whether the `copy`-th child of an event over an edge, emitted at a design time in ms, is delivered twice. */
export type IsTwice = (parent: FlowEvent, copy: number, atMs: number) => boolean;

/** What is delivered twice over an edge while an experiment is on (rule O4): the draw is the event's own (rule E5). */
export function twiceOver({ id }: { readonly id: string }, windows: readonly Extract<Experiment, { type: "duplicate" }>[], seed: number): IsTwice | undefined {
  if (windows.length === 0) return undefined;
  const site = drawSite(seed, id, "duplicate");
  return ({ high, low }, copy, atMs) => {
    const window = windows.find((each) => isOn(each, atMs));
    return window !== undefined && uniform(site, high, low, copy) < window.parameters.share;
  };
}

import { formatDesign } from "../../design/document/format.ts";
import type { Design } from "../../design/document/schema.ts";
import { messageOf } from "../../design/errors.ts";
import type { DiscoveryItem, ObservedQueue } from "../../engine/contract/discovery.ts";
import { show, type FileContext } from "../files/file-actions.ts";
import type { DiscoveryStore, Found } from "../stores/discovery-store.ts";
import type { FrameStore } from "../stores/frames.ts";
import { isActive } from "../stores/run-state.ts";
import { observedFrame } from "./observed-frame.ts";
import { discoveryWords } from "../words/discovery.ts";

/** What a discovery acts on. */
export interface DiscoveryContext extends FileContext {
  readonly discovery: DiscoveryStore;
  readonly frames: Pick<FrameStore, "accept" | "reset">;
  /** Unix time in ms. */
  readonly now: () => number;
}

type Calling = Pick<DiscoveryContext, "engine" | "discovery">;

/** Has the engine look through a Redis. The address goes to the engine and is kept nowhere here. */
export async function beginDiscovery({ engine, discovery }: Calling, url: string, prefix: string): Promise<void> {
  const id = crypto.randomUUID();
  discovery.getState().begin(id);
  try {
    await engine.call("discover.start", { id, url, prefix });
  } catch (error) {
    discovery.getState().conclude(messageOf(error));
  }
}

/** Ends looking, or watching; the design that was drawn stays. */
export async function endDiscovery({ engine, discovery }: Calling): Promise<void> {
  const { id, status } = discovery.getState();
  discovery.getState().conclude();
  // An engine that is gone watches nothing any more.
  if (status === "looking" || status === "watching") await engine.call("discover.stop", { id }).catch(() => {});
}

/**
 * Opens what a discovery found, and shows its figures on the canvas for as long as that design is open and nothing runs. Returns what
 * takes the engine's items.
 */
export function followDiscovery(context: DiscoveryContext): (item: DiscoveryItem) => void {
  const { discovery, document, run, frames } = context;
  let [watchedKey, frameCount, firstAt] = ["", 0, 0];

  function observe(queues: readonly ObservedQueue[]): void {
    if (isActive(run.getState().run) || discovery.getState().status !== "watching") return;
    frameCount += 1;
    frames.accept(observedFrame(document.getState().design, queues, frameCount, context.now() - firstAt));
  }

  document.subscribe(({ key }) => {
    if (key === watchedKey || discovery.getState().status !== "watching") return;
    void endDiscovery(context);
    frames.reset();
  });
  run.subscribe((state) => {
    const { status, conclude } = discovery.getState();
    // The run's own frames take the place of these.
    if (isActive(state.run) && status === "watching") void endDiscovery(context);
    else if (state.connection.status !== "connected" && (status === "watching" || status === "looking")) conclude(discoveryWords.theConnectionToTheEngineWasLost);
  });

  function found(item: Found): void {
    try {
      // Before it counts as watched: another design's key would end that.
      show(context, formatDesign(item.design as Design), { path: null, hash: null });
    } catch (error) {
      void endDiscovery(context).then(() => discovery.getState().conclude(messageOf(error)));
      return;
    }
    [watchedKey, frameCount, firstAt] = [document.getState().key, 0, context.now()];
    discovery.getState().accept(item);
    if (!isActive(run.getState().run)) frames.reset();
    observe(item.queues);
  }

  return (item) => {
    const { id, status, accept } = discovery.getState();
    if (item.id !== id) return;
    if (item.type === "found") return status === "looking" ? found(item) : undefined;
    accept(item);
    if (item.type === "figures") observe(item.queues);
    else if (item.type === "end" && status === "watching") frames.reset();
  };
}

import { Tooltip } from "radix-ui";
import { createRoot } from "react-dom/client";
import { Canvas } from "../../../renderer/canvas/canvas.tsx";
import { commandContext } from "../../../renderer/commands/context.ts";
import { commands } from "../../../renderer/commands/registry.ts";
import { listenForShortcuts } from "../../../renderer/commands/shortcuts.ts";
import { documentStore } from "../../../renderer/stores/document-store.ts";
import { frames } from "../../../renderer/stores/frames.ts";
import { runStore } from "../../../renderer/stores/run-store.ts";
import { series } from "../../../renderer/stores/series.ts";
import { sessionStore } from "../../../renderer/stores/session-store.ts";
import { traces } from "../../../renderer/stores/traces.ts";
import { viewStore } from "../../../renderer/canvas/state/view-store.ts";
import "../../../renderer/ui/tokens.css";
import "../../../renderer/ui/base.css";
import { chains, shop } from "./designs.ts";
import { createFakeFlow, INTERVAL_MS } from "./fake-flow.ts";

/**
 * A page with nothing but the canvas. In its address: `nodes` and `edges` (else the shop), `run` for a running design,
 * `dots` under way at a time, `speed`, `theme`.
 */
const wanted = new URLSearchParams(location.search);
const numberOf = (name: string, fallback: number) => Number(wanted.get(name) ?? fallback);

document.documentElement.dataset.theme = wanted.get("theme") ?? "dark";
const count = numberOf("nodes", 0);
const scenery = count > 0 ? chains(count, numberOf("edges", Math.round(count * 1.5))) : shop();
documentStore.getState().replace(scenery.design, { path: null, hash: null });
listenForShortcuts(window, commands, commandContext);

const flow = createFakeFlow(scenery, numberOf("dots", 300));
const speed = numberOf("speed", 1);

/** Lets the fake run go on. */
function start(): void {
  runStore.getState().acceptState({ runId: "fake", mode: "live", phase: "running", atMs: 0, forMs: null, speed, seed: 1 });
  for (let before = 0; before < numberOf("before", 100); before += 1) series.accept(flow.next().frame);
  window.setInterval(step, INTERVAL_MS / speed);
}

function step(): void {
  const { frame, samples } = flow.next();
  series.accept(frame);
  frames.accept(frame);
  traces.accept(samples);
}

if (wanted.has("run")) window.setTimeout(start, 300);
Object.assign(window, { harness: { documentStore, sessionStore, runStore, viewStore, traces, start } });

const root = document.querySelector("#root");
if (root !== null) {
  createRoot(root).render(
    <Tooltip.Provider delayDuration={400}>
      <div style={{ position: "fixed", inset: 0 }}>
        <Canvas />
      </div>
    </Tooltip.Provider>,
  );
}

import { LOCAL_ZONE } from "../../design/graph/local-zone.ts";
import type { Design } from "../../design/document/schema.ts";
import type { ExperimentState } from "../../engine/contract/chaos.ts";
import type { RunState } from "../../engine/contract/run.ts";
import type { ZoneState } from "../../engine/contract/zones.ts";
import { beginExperiment } from "../chaos/begin-experiment.ts";
import type { CommandContext } from "../commands/command.ts";
import { isActive } from "../stores/run-state.ts";

/** A zone that is stopped stays down until it is started, or for so long: every experiment ends by itself (rule O4). Design time, ms. */
const STAYS_DOWN_MS = 3_600_000;

type Context = Pick<CommandContext, "engine" | "session" | "run">;

export const ZONE_ACTIONS = ["start", "stop", "kill"] as const;
export type ZoneAction = (typeof ZONE_ACTIONS)[number];

/** How a zone's process stands in the live run that is on; undefined where it has none. */
export function zoneNow(run: RunState | null, zone: string): ZoneState | undefined {
  return isActive(run) ? run?.zones?.find((each) => each.zone === zone) : undefined;
}

/** Whether something can be done to a zone's process now. A process on another machine is its owner's to end. */
export function canDo(action: ZoneAction, state: ZoneState | undefined): boolean {
  if (state === undefined || state.worker !== undefined) return false;
  if (action === "start") return ["frozen", "stopped", "restarting"].includes(state.phase);
  return state.phase === "running" || (action === "kill" && state.phase === "frozen");
}

/**
 * Starts, stops or kills the process of a zone. Stopping and killing are experiments (rule O4), so that they are on the charts and in the report with what
 * came of them; starting ends what holds the zone down, or cuts its back-off short (rule O2).
 */
export async function controlZone(context: Context, action: ZoneAction, zone: string): Promise<void> {
  if (action === "start") return startZone(context, zone);
  const isStop = action === "stop";
  await beginExperiment(context, { experiment: "kill-zone", target: { zone }, parameters: { graceful: isStop }, ...(isStop ? { durationMs: STAYS_DOWN_MS } : {}) });
}

async function startZone({ engine, run }: Context, zone: string): Promise<void> {
  const holding = (run.getState().run?.experiments ?? []).filter((experiment) => holds(experiment, zone));
  for (const { id } of holding) await engine.call("run.endExperiment", { id });
  if (holding.length === 0) run.getState().acceptState(await engine.call("run.startZone", { zone }));
}

function holds({ phase, experiment, target }: ExperimentState, zone: string): boolean {
  return phase === "active" && ["kill-zone", "freeze-zone"].includes(experiment) && "zone" in target && target.zone === zone;
}

/** What a zone is called: `local` is that of nodes in none. */
export function zoneName({ zones }: Design, zone: string): string {
  return zones?.find(({ id }) => id === zone)?.name || zone;
}

/** The zone that a command acts on: the selected one, else that of the selected node, else the only one of the run. */
export function chosenZone({ document, session, run }: Pick<CommandContext, "document" | "session" | "run">): string | undefined {
  const { zones, nodes } = session.getState().selection;
  if (zones.length + nodes.length > 0) {
    const node = document.getState().design.nodes.find(({ id }) => nodes.includes(id));
    return zones[0] ?? (node && (node.zone ?? LOCAL_ZONE));
  }
  const all = run.getState().run?.zones ?? [];
  return all.length === 1 ? all[0]?.zone : undefined;
}

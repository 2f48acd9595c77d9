import type { SettingsOf } from "../../design/kinds/registry.ts";
import type { CallPlan } from "../core/call.ts";
import type { Life } from "../core/slots.ts";
import type { BehaviourContext, CalleeBehaviour } from "./behaviour.ts";
import { BreakerState } from "./breaker-state.ts";

/** Refuses calls to what keeps failing (rule R4); each replica that calls has a state of its own. */
export function circuitBreaker(settings: SettingsOf<"circuitBreaker">, context: BehaviourContext): CalleeBehaviour {
  const states = context.keep(() => new Map<Life, BreakerState>());
  const [target] = context.edges("target");
  for (const state of states.values()) state.settings = settings;

  function stateOf(caller: Life): BreakerState {
    const known = states.get(caller);
    if (known) return known;
    for (const life of states.keys()) if (life.over) states.delete(life);
    const state = new BreakerState(settings);
    states.set(caller, state);
    return state;
  }

  const refused: CallPlan = [{ do: "respond", result: { ok: false, reason: `${context.name} is open`, refused: true } }];
  return {
    role: "callee",
    answers: {
      resources: [],
      inCaller: true,
      receive({ caller, atMs }): CallPlan {
        const state = stateOf(caller);
        const untilMs = context.openUntil();
        if (untilMs !== undefined && atMs < untilMs) state.keepOpen(untilMs);
        if (!target || !state.permits(atMs)) return refused;
        return [
          {
            do: "forward",
            edge: target.id,
            onAnswer(result, endMs) {
              state.record(!result.ok, endMs);
              return [{ do: "respond", result }];
            },
            gaveUp(why, endMs) {
              if (why === "timed-out") state.record(true, endMs);
            },
          },
        ];
      },
      shown() {
        const shown = { closed: 0, open: 0, halfOpen: 0 };
        const isKeptOpen = context.openUntil() !== undefined;
        for (const [life, { state }] of states) if (!life.over) shown[isKeptOpen ? "open" : state]++;
        return { breaker: shown };
      },
    },
  };
}

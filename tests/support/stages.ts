import { settingsOf } from "../../design/document/settings.ts";
import type { Json } from "../../design/document/schema.ts";
import type { KindType } from "../../design/kinds/registry.ts";
import type { FlowEvent } from "../../engine/core/event.ts";
import { StageDriver } from "../../engine/core/stage-driver.ts";
import { VirtualClock } from "../../engine/forecast/virtual-clock.ts";
import type { BehaviourFactory, Notes, Release, StageBehaviour } from "../../engine/kinds/behaviour.ts";
import { behaviours } from "../../engine/kinds/registry.ts";
import { contextOf, eventOf } from "./behaviours.ts";

/** A stage of a kind, with these of its ports connected. */
export function stageOf(kind: KindType, given: Record<string, Json>, connected: readonly string[] = ["out"]): StageBehaviour {
  const behaviour = (behaviours[kind] as BehaviourFactory<unknown>)(settingsOf({ settings: given }, kind), contextOf(1, connected));
  if (behaviour.role !== "stage") throw new Error(`${kind} is no stage.`);
  return behaviour;
}

/** An event that comes to a stage. */
export interface Arrival {
  /** When it comes, design time in ms. */
  readonly atMs: number;
  /** When it was emitted, where that is not when it comes. */
  readonly emittedMs?: number;
  readonly bornMs?: number;
  readonly data?: Json;
  readonly key?: string;
  readonly port?: string;
}

/** What became of the n-th arrival. */
export interface Gone {
  readonly n: number;
  /** When it was let go, and when it was meant to be. */
  readonly nowMs: number;
  readonly atMs: number;
  /** Port or end, with the reason; `…` where it stays. */
  readonly way: string;
  readonly data: Json | undefined;
  readonly event: FlowEvent | undefined;
  readonly release: Release;
}

export interface StageRun {
  readonly gone: Gone[];
  readonly notes: Map<string, string>;
  /** Numbers of the arrivals that it still holds. */
  readonly held: number[];
}

/** Lets events come to a stage in virtual time, and goes on to `untilMs` or until nothing is due any more. */
export function drive(behaviour: StageBehaviour, arrivals: readonly Arrival[], { untilMs = Number.POSITIVE_INFINITY, notes = new Map<string, string>(), before = [] as readonly number[] } = {}): StageRun {
  const clock = new VirtualClock();
  const gone: Gone[] = [];
  const held = new Set<number>();
  const driver = new StageDriver<number>(behaviour, clock, notes, (batch, _notes: Notes) => {
    for (const { item, release, event } of batch) {
      if (release.stays !== true) held.delete(item);
      const emitted = release.plan.find((step) => step.do === "emit");
      const of = emitted?.do === "emit" ? (emitted.event ?? event) : undefined;
      gone.push({ n: item, nowMs: clock.now(), atMs: release.atMs, way: wayOf(release), data: of?.data, event: of, release });
    }
  });
  for (const [n, { atMs, emittedMs = atMs, bornMs = emittedMs, data = n, key, port = "in" }] of arrivals.entries())
    clock.at(atMs, () => {
      held.add(n);
      driver.take(n, eventOf(n, { emittedMs, bornMs, data, key }), port, before.includes(n));
    });
  clock.runUntil(untilMs);
  if (driver.size !== held.size) throw new Error(`The stage says it holds ${driver.size} events, but it holds ${held.size}.`);
  return { gone, notes, held: [...held] };
}

function wayOf({ plan, stays }: Release): string {
  const ways = plan.map((step) => (step.do === "emit" ? step.port : step.do === "end" ? [step.as, ...(step.reason ? [step.reason] : [])].join(" ") : step.do));
  return [...ways, ...(stays ? ["…"] : [])].join(" ");
}

/** Arrivals at these times. */
export function at(...times: readonly number[]): Arrival[] {
  return times.map((atMs) => ({ atMs }));
}

/** Who left when and how, in a word each: `n:way@ms`. */
export function said({ gone }: StageRun): string[] {
  return gone.map(({ n, way, atMs }) => `${n}:${way}@${atMs}`);
}

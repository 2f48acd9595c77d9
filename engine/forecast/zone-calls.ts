import { CallEngine, type Answered, type CallUnderWay } from "../core/call-engine.ts";
import type { CallRequest } from "../core/call.ts";
import { OpenCall } from "../core/open-call.ts";
import { answersOf, type Place } from "../core/wiring.ts";

/** A call that came while the process of the node was not there, or stood still. */
interface Waiting {
  readonly place: Place;
  readonly begin: (isFresh: boolean) => void;
  isGone: boolean;
}

interface Away {
  gone: number;
  frozen: number;
  /** It was not there, so that another process goes on. */
  isFresh: boolean;
  readonly waiting: Waiting[];
  /** What it had ready when it stood still. */
  answers: (() => void)[];
}

/**
 * Calls in a forecast, with what becomes of them when the process of a zone dies or stands still (rules C5, O3): it runs the called nodes of its
 * zone, and whoever calls from another one has nothing but a time-out.
 */
export class ZoneCalls extends CallEngine {
  /** What the zones' processes have in hand. */
  private readonly open = new Map<string, Set<OpenCall>>();
  /** Of zones whose process is not there or stands still: how often, and what waits for it. */
  private readonly away = new Map<string, Away>();
  /** The zone whose process dies at this moment. */
  private dying: string | undefined;

  /** The process of a zone dies: what it had in hand is answered by nobody. `die` ends those who call from there: what they had asked of others is finished. */
  killZone(zone: string, die: () => void): void {
    this.dying = zone;
    die();
    this.dying = undefined;
    const freed = [...(this.open.get(zone) ?? [])].map((call) => call.die());
    this.open.delete(zone);
    for (const free of freed) free();
    const away = this.away.get(zone);
    if (away) away.answers = [];
  }

  /** The process of a zone takes and answers nothing until the returned function is called: it is not there, or stands still. */
  suspend(zone: string, how: "gone" | "frozen"): () => void {
    const away: Away = this.away.get(zone) ?? { gone: 0, frozen: 0, isFresh: false, waiting: [], answers: [] };
    this.away.set(zone, away);
    away[how]++;
    away.isFresh ||= how === "gone";
    return () => {
      away[how]--;
      // One that stood still when it died is another one when it is back.
      if (how === "gone") away.frozen = 0;
      if (away.gone + away.frozen > 0 || this.away.get(zone) !== away) return;
      this.away.delete(zone);
      for (const answer of away.answers) answer();
      for (const each of away.waiting) if (!each.isGone) each.begin(away.isFresh);
    };
  }

  /** Whether the process that runs a called node is not there. */
  isGone({ node }: Place): boolean {
    return node !== undefined && (this.away.get(node.zone)?.gone ?? 0) > 0;
  }

  override answer(place: Place, request: CallRequest, answered: Answered, isCounted = true): CallUnderWay {
    const zone = place.node?.zone;
    if (zone === undefined || answersOf(place)?.inCaller === true) return super.answer(place, request, answered, isCounted);
    const away = this.away.get(zone);
    return away ? this.wait(away.waiting, place, request, answered, isCounted) : this.begin(zone, place, request, answered, isCounted);
  }

  override outlives(place: Place): boolean {
    return this.dying !== undefined && place.node?.zone !== this.dying && answersOf(place)?.inCaller !== true;
  }

  private wait(waiting: Waiting[], place: Place, request: CallRequest, answered: Answered, isCounted: boolean): CallUnderWay {
    let begun: CallUnderWay | undefined;
    const each: Waiting = {
      place,
      isGone: false,
      // What waited for a process that was not there counts as come now.
      begin: (isFresh) => (begun = this.answer(place, isFresh ? { ...request, atMs: this.clock.now() } : request, answered, isCounted)),
    };
    waiting.push(each);
    return {
      giveUp(why, atMs) {
        each.isGone = true;
        begun?.giveUp(why, atMs);
      },
    };
  }

  private begin(zone: string, place: Place, request: CallRequest, answered: Answered, isCounted: boolean): CallUnderWay {
    const open = this.open.get(zone) ?? new Set();
    this.open.set(zone, open);
    const call: OpenCall = this.opened(place, request, (result, atMs) => {
      open.delete(call);
      const away = this.away.get(zone);
      if (away) away.answers.push(() => answered(result, atMs));
      else answered(result, atMs);
    }, isCounted);
    open.add(call);
    call.begin();
    return call;
  }
}

import { coarseLimit, type CoarseLimit } from "../../../design/coarse/coarsen.ts";
import { expectedEvents } from "../../../design/coarse/expected-events.ts";
import type { Design } from "../../../design/document/schema.ts";
import { formatCount } from "../../../design/words/numbers.ts";
import type { Report } from "../../contract/report.ts";
import { forecastOnce, type ForecastOptions } from "../forecast-once.ts";

/** What a forecast may take: so many times that an event comes to a node or queue, some 20 s, and so many waiting events, some 100 MB. */
const MOST_ARRIVALS = 40_000_000;
const MOST_WAITING = 250_000;
/** So few events are simulated one by one, whatever becomes of them. */
const FEW_EVENTS = 200_000;
/** Events of the forecast that finds out how much there is to do. */
const PILOT_EVENTS = 20_000;
/** Where nothing says how long sources emit, ms. */
const AN_HOUR_MS = 3_600_000;

/** How coarse a forecast is to be (rule F6), and why. */
export interface Coarseness {
  readonly eachStandsFor: number;
  /** For people, in a sentence. */
  readonly why: string;
}

/**
 * The smallest round number of events that each has to stand for so that a forecast is quick and small. A much coarser forecast of the same time,
 * which takes a moment, tells how often events come to a node and how many wait at most. Rejects when `signal` aborts it.
 */
export async function chooseCoarseness(design: Design, options: ForecastOptions, signal: AbortSignal): Promise<Coarseness> {
  const forMs = options.forMs ?? AN_HOUR_MS;
  const expected = expectedEvents(design, forMs);
  if (expected <= FEW_EVENTS) return { eachStandsFor: 1, why: `Some ${inWords(expected)} events: each one is simulated.` };
  const limit = coarseLimit(design);
  if (limit.most === 1) return { eachStandsFor: 1, why: `Some ${inWords(expected)} events, each of which is simulated, because ${limit.why}.` };
  const wanted = Math.ceil(expected / PILOT_EVENTS);
  // What cannot be as coarse is looked at for a shorter time.
  const share = Math.min(1, limit.most / wanted);
  const pilotMs = share === 1 && endsByItself(design) ? options.forMs : forMs * share;
  const pilot = workOf(await forecastOnce(design, { ...options, forMs: pilotMs, eachStandsFor: Math.min(limit.most, wanted) }, signal));
  const [arrivals, waiting] = [pilot.arrivals / share, pilot.waiting / share];
  const needed = roundUp(Math.max(arrivals / MOST_ARRIVALS, waiting / MOST_WAITING));
  return { eachStandsFor: Math.min(needed, limit.most), why: sentence(expected, waiting, needed, limit) };
}

function sentence(expected: number, waiting: number, needed: number, limit: CoarseLimit): string {
  const work = `Some ${inWords(expected)} events, of which up to ${inWords(waiting)} wait at once`;
  if (needed === 1) return `${work}: each one is simulated.`;
  if (needed <= limit.most) return `${work}: each simulated event stands for ${formatCount(needed)}.`;
  return `${work}: each simulated event would have to stand for ${formatCount(needed)}, but may for ${formatCount(limit.most)} at most (${limit.why}). It may take long.`;
}

/** How often events came to a node or a queue, and how many waited in all of them at most. */
function workOf({ nodes, channels }: Report): { arrivals: number; waiting: number } {
  const places = [...Object.values(nodes), ...Object.values(channels)];
  const arrivals = places.reduce((sum, place) => sum + place.in + place.retries, 0);
  // Sinks count what ever arrived, and hold nothing.
  const waiting = places.reduce((sum, { depth, out }) => sum + (out > 0 ? depth.max : 0), 0);
  return { arrivals, waiting };
}

function endsByItself(design: Design): boolean {
  return expectedEvents(design, Number.POSITIVE_INFINITY) !== Number.POSITIVE_INFINITY;
}

/** The next of 1, 2, 5, 10, 20, … */
function roundUp(value: number): number {
  if (value <= 1) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return ([1, 2, 5, 10].find((digit) => digit * power >= value) ?? 10) * power;
}

function inWords(value: number): string {
  return formatCount(Number(Math.max(1, Math.round(value)).toPrecision(2)));
}

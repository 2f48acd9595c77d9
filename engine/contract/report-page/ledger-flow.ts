import { eventsAccounted, eventsMade, type Ledger } from "../ledger.ts";
import { reportWords } from "../report-words.ts";
import { ledgerRows, type LedgerRow } from "../ledger-rows.ts";

/** One term of the ledger as a bar of the picture: its height is to the others' as its amount to theirs. */
export interface FlowBar {
  readonly label: string;
  readonly amount: number;
  readonly help: string;
  readonly tone?: LedgerRow["tone"];
  readonly x: number;
  readonly y: number;
  readonly height: number;
  /** Middle of the line that names it: names keep apart where bars are thin. */
  readonly labelY: number;
}

/** A band from a bar to the bar of all events, or from that to a bar. */
export interface FlowBand {
  readonly label: string;
  readonly amount: number;
  readonly tone?: LedgerRow["tone"];
  /** Height at both of its ends. */
  readonly thickness: number;
  readonly fromX: number;
  readonly fromY: number;
  readonly toX: number;
  readonly toY: number;
}

/** The ledger as a flow: what events came from, all of them, and what became of them (rule E4). Lengths in px. */
export interface LedgerFlow {
  readonly width: number;
  readonly height: number;
  readonly barWidth: number;
  /** Events of the middle bar: the sum of either side. */
  readonly total: number;
  readonly made: readonly FlowBar[];
  readonly middle: { readonly x: number; readonly y: number; readonly height: number };
  readonly ended: readonly FlowBar[];
  readonly bands: readonly FlowBand[];
}

const BAR_WIDTH = 12;
const LABEL_WIDTH = 184;
const FLOW_HEIGHT = 168;
const LABEL_HEIGHT = 20;
const GAP = 8;
const TOP = 6;

/**
 * Lays the ledger out so that it adds up to the eye: bars and bands of one picture are all in one scale, and both sides are as high as the
 * bar between them. What the ledger cannot account for is on the side that it is missing from. Null where there were no events.
 */
export function ledgerFlow(ledger: Ledger, width = 720): LedgerFlow | null {
  const { made, ended, total } = termsOf(ledger);
  if (total === 0) return null;
  const scale = FLOW_HEIGHT / total;
  const middleX = (width - BAR_WIDTH) / 2;
  const [left, right] = [placed(made, LABEL_WIDTH, scale), placed(ended, width - LABEL_WIDTH - BAR_WIDTH, scale)];
  const height = Math.max(FLOW_HEIGHT, left.height, right.height);
  const middle = { x: middleX, y: TOP + (height - FLOW_HEIGHT) / 2, height: FLOW_HEIGHT };
  const [madeBars, endedBars] = [centred(left, height), centred(right, height)];
  return {
    width,
    height: height + 2 * TOP,
    barWidth: BAR_WIDTH,
    total,
    made: madeBars,
    middle,
    ended: endedBars,
    bands: [
      ...stacked(madeBars, middle.y).map(({ bar, y }) => bandOf(bar, bar.x + BAR_WIDTH, bar.y, middleX, y)),
      ...stacked(endedBars, middle.y).map(({ bar, y }) => bandOf(bar, middleX + BAR_WIDTH, y, bar.x, bar.y)),
    ],
  };
}

const words = reportWords.ledger;

type Term = Pick<LedgerRow, "label" | "amount" | "help" | "tone">;

/** Both sides of the equation, without what is 0, each with what the other has more. */
function termsOf(ledger: Ledger): { made: readonly Term[]; ended: readonly Term[]; total: number } {
  const rows = ledgerRows(ledger).filter(({ amount }) => amount > 0);
  const rest = eventsMade(ledger) - eventsAccounted(ledger);
  const lost = Math.min(ledger.lost, Math.max(0, rest));
  const between = Math.max(0, rest) - lost;
  const made: readonly Term[] = [
    ...rows.filter(({ side }) => side === "made"),
    ...(rest < 0 ? [{ ...words.notAccountedFor, amount: -rest, tone: "bad" as const }] : []),
  ];
  const ended: readonly Term[] = [
    ...rows.filter(({ side }) => side === "ended"),
    ...(lost > 0 ? [{ ...words.lost, amount: lost, tone: "bad" as const }] : []),
    ...(between > 0 ? [{ ...words.unsettled, amount: between, tone: "warn" as const }] : []),
  ];
  return { made, ended, total: made.reduce((sum, { amount }) => sum + amount, 0) };
}

/** Bars below each other, each with room for its name. */
function placed(terms: readonly Term[], x: number, scale: number): { bars: readonly FlowBar[]; height: number } {
  let y = 0;
  const bars = terms.map((term): FlowBar => {
    const height = term.amount * scale;
    const slot = Math.max(LABEL_HEIGHT, height);
    const bar = { ...term, x, y: y + (slot - height) / 2, height, labelY: y + slot / 2 };
    y += slot + GAP;
    return bar;
  });
  return { bars, height: y - GAP };
}

function centred({ bars, height }: { readonly bars: readonly FlowBar[]; readonly height: number }, whole: number): FlowBar[] {
  const by = TOP + (whole - height) / 2;
  return bars.map((bar) => ({ ...bar, y: bar.y + by, labelY: bar.labelY + by }));
}

/** Where each bar's band meets the bar in the middle: one below the other, without a gap. */
function stacked(bars: readonly FlowBar[], top: number): { bar: FlowBar; y: number }[] {
  let y = top;
  return bars.map((bar) => {
    const at = { bar, y };
    y += bar.height;
    return at;
  });
}

function bandOf({ label, amount, tone, height }: FlowBar, fromX: number, fromY: number, toX: number, toY: number): FlowBand {
  return { label, amount, tone, thickness: height, fromX, fromY, toX, toY };
}

/** The outline of a band, as an SVG path. */
export function bandPath({ fromX, fromY, toX, toY, thickness }: FlowBand): string {
  const bend = (fromX + toX) / 2;
  const curve = (x1: number, y1: number, x2: number, y2: number): string => `C${bend} ${round(y1)} ${bend} ${round(y2)} ${x2} ${round(y2)}`;
  return `M${fromX} ${round(fromY)}${curve(fromX, fromY, toX, toY)}V${round(toY + thickness)}${curve(toX, toY + thickness, fromX, fromY + thickness)}Z`;
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}

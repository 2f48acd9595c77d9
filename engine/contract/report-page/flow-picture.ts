import { element, type Element } from "../../../design/picture/markup.ts";
import { formatExactCount } from "../../../design/words/numbers.ts";
import { reportWords } from "../report-words.ts";
import { bandPath, type FlowBar, type LedgerFlow } from "./ledger-flow.ts";

/** Colours of the picture: of what is good, to be looked at, bad, and neither; values of SVG attributes. */
export interface FlowColours {
  readonly text: string;
  readonly muted: string;
  readonly made: string;
  readonly plain: string;
  readonly ok: string;
  readonly warn: string;
  readonly bad: string;
}

const words = reportWords.flow;

const LABEL_GAP = 8;
const TYPE_SIZE = 12;

/** Colour of a bar or band. */
export function flowColour(tone: FlowBar["tone"], isMade: boolean, colours: FlowColours): string {
  return tone === undefined ? (isMade ? colours.made : colours.plain) : colours[tone];
}

/** Elements of an SVG that show a ledger's flow, with its numbers. */
export function flowPicture(flow: LedgerFlow, colours: FlowColours): Element[] {
  const made = new Set(flow.made.map(({ label }) => label));
  return [
    ...flow.bands.map((band) => element("path", { d: bandPath(band), fill: flowColour(band.tone, made.has(band.label), colours), "fill-opacity": 0.32 })),
    element("rect", { ...flow.middle, width: flow.barWidth, fill: colours.muted }),
    element("text", { x: flow.middle.x + flow.barWidth / 2, y: flow.middle.y + flow.middle.height + 15, "font-size": TYPE_SIZE, "text-anchor": "middle", fill: colours.text }, words.events(formatExactCount(flow.total))),
    ...flow.made.flatMap((bar) => barElements(bar, flow, true, colours)),
    ...flow.ended.flatMap((bar) => barElements(bar, flow, false, colours)),
  ];
}

function barElements(bar: FlowBar, { barWidth }: LedgerFlow, isMade: boolean, colours: FlowColours): Element[] {
  const x = isMade ? bar.x - LABEL_GAP : bar.x + barWidth + LABEL_GAP;
  return [
    // A line of half a pixel on each side lets the thinnest be seen, without making it wider than it is.
    element("rect", { x: bar.x, y: bar.y, width: barWidth, height: bar.height, fill: flowColour(bar.tone, isMade, colours), stroke: flowColour(bar.tone, isMade, colours), "stroke-width": 0.5 }, element("title", {}, words.bar(bar.label, formatExactCount(bar.amount), bar.help))),
    element(
      "text",
      { x, y: bar.labelY + TYPE_SIZE * 0.35, "font-size": TYPE_SIZE, "text-anchor": isMade ? "end" : "start", fill: colours.muted },
      element("tspan", { fill: colours.text, "font-weight": 650 }, formatExactCount(bar.amount)),
      element("tspan", { dx: 6 }, bar.label),
    ),
  ];
}

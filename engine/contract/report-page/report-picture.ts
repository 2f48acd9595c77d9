import { displayName } from "../../../design/document/display-name.ts";
import type { Design } from "../../../design/document/schema.ts";
import { colours as themes, type Colours, type PictureTheme } from "../../../design/picture/colours.ts";
import { element, toXml, type Element } from "../../../design/picture/markup.ts";
import { fitted, wrapped } from "../../../design/picture/text-width.ts";
import type { Report, SloVerdict } from "../report.ts";
import { sloVerdictWords } from "../slo-verdict-words.ts";
import { reportWords } from "../report-words.ts";
import { flowPicture } from "./flow-picture.ts";
import { HEADLINES } from "./headlines.ts";
import { ledgerFlow } from "./ledger-flow.ts";
import { reportSentence } from "./report-sentence.ts";

const words = reportWords.findings;

const WIDTH = 1120;
const MARGIN = 40;
const ROOM = WIDTH - 2 * MARGIN;
const LINE = 22;
/** More findings than this do not make a picture. */
const MOST_FINDINGS = 8;

/** A report as one SVG, for slides: its sentence, its six numbers, the ledger as a flow, and what was found. */
export function reportPicture(report: Report, design: Design | undefined, theme: PictureTheme): { svg: string; width: number; height: number } {
  const colours = themes[theme];
  const parts: Element[] = [];
  let y = MARGIN + 22;
  const text = (x: number, at: number, size: number, fill: string, words: string, weight = 400): Element => element("text", { x, y: at, "font-size": size, "font-weight": weight, fill }, words);

  parts.push(text(MARGIN, y, 24, colours.text, fitted(report.design.name, ROOM, 24, true), 650));
  y += 34;
  for (const line of wrapped(reportSentence(report), ROOM, 15, 3)) {
    parts.push(text(MARGIN, y, 15, colours.text, line));
    y += LINE;
  }
  y += 34;
  for (const [index, { label, text: value }] of HEADLINES.entries()) {
    const x = MARGIN + (index * ROOM) / HEADLINES.length;
    parts.push(text(x, y, 24, colours.text, value(report), 650), text(x, y + 20, 12, colours.textMuted, label));
  }
  y += 52;
  const flow = ledgerFlow(report.ledger, ROOM);
  if (flow) {
    parts.push(element("g", { transform: `translate(${MARGIN} ${y})` }, ...flowPicture(flow, flowColoursOf(colours))));
    y += flow.height + 40;
  }
  for (const { tone, words } of findingsOf(report, design, colours)) {
    for (const [index, line] of wrapped(words, ROOM - 16, 13, 3).entries()) {
      if (index === 0) parts.push(element("circle", { cx: MARGIN + 4, cy: y - 4.5, r: 4, fill: tone }));
      parts.push(text(MARGIN + 16, y, 13, colours.text, line));
      y += LINE - 2;
    }
  }
  const height = Math.ceil(y + MARGIN - LINE);
  const svg = toXml(
    element(
      "svg",
      { xmlns: "http://www.w3.org/2000/svg", width: WIDTH, height, viewBox: `0 0 ${WIDTH} ${height}`, role: "img", "font-family": "system-ui, Segoe UI, Roboto, Noto Sans, Helvetica Neue, Arial, DejaVu Sans, sans-serif" },
      element("title", {}, reportWords.title(report.design.name)),
      element("rect", { width: WIDTH, height, fill: colours.canvas }),
      ...parts,
    ),
  );
  return { svg, width: WIDTH, height };
}

function flowColoursOf({ text, textMuted, ok, warn, bad, categories }: Colours) {
  return { text, muted: textMuted, made: categories.sources[0], plain: categories.channels[0], ok, warn, bad };
}

function objectiveWords(slo: SloVerdict, design: Design | undefined): string {
  const { value, wanted } = sloVerdictWords(slo, design);
  return (slo.passed ? words.objectiveMet : words.objectiveMissed)(slo.name, value, wanted);
}

function findingsOf({ bottleneck, slos }: Report, design: Design | undefined, { ok, warn, bad }: Colours): { tone: string; words: string }[] {
  const found = slos.map((slo) => ({ tone: slo.passed ? ok : bad, words: objectiveWords(slo, design) }));
  if (bottleneck) {
    const isShort = bottleneck.utilization >= 0.7;
    const name = displayName(design?.nodes.find((node) => node.id === bottleneck.node) ?? { id: bottleneck.node });
    found.unshift({ tone: isShort ? warn : ok, words: `${words.label(isShort ? words.bottleneck : words.busiest)} ${words.place(name, bottleneck.reason, bottleneck.relief)}` });
  }
  return found.slice(0, MOST_FINDINGS);
}

import uPlot from "uplot";
import { formatTick } from "../../format/clock.ts";
import type { Mark } from "../../stores/run-state.ts";
import { tokenColour, withOpacity } from "../../ui/use-theme-name.ts";

/** All metrics charts share one cursor. */
const SYNC_KEY = "metrics";
/** What is remembered, and so the widest that a chart shows, in seconds. */
const WINDOW_S = 120;
const SHORTEST_S = 10;
/** Distances between ticks that a clock would have. */
const TICKS_S = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 28_800, 86_400];

export interface ChartLook {
  /** Token of the line's colour. */
  readonly colour: string;
  /** Writes a value of the y axis. */
  readonly format: (value: number) => string;
  /** The least that the y axis reaches up to, so that noise around zero does not fill the chart. */
  readonly least: number;
  /** There are two more series: the ends of the band that the values are held against. */
  readonly hasBand?: boolean;
  readonly marks: () => readonly Mark[];
  /** The pointer stands at this index of the data, or at none. */
  readonly onHover: (index: number | null) => void;
  /** Without axes and cursor: a small chart beside numbers. */
  readonly small?: boolean;
}

/** A line over a filled area, seconds of design time on x. */
export function chartOptions(look: ChartLook, width: number, height: number): uPlot.Options {
  const line = tokenColour(look.colour);
  const grid = tokenColour("--border");
  const text = tokenColour("--text-faint");
  const font = `11px ${getComputedStyle(document.body).fontFamily}`;
  return {
    width,
    height,
    padding: look.small ? [4, 0, 2, 0] : [10, 18, 0, 0],
    legend: { show: false },
    select: { show: false, left: 0, top: 0, width: 0, height: 0 },
    cursor: look.small
      ? { show: false }
      : { x: true, y: false, drag: { x: false, y: false }, points: { size: 7, fill: line }, sync: { key: SYNC_KEY, setSeries: false } },
    scales: {
      x: { time: false, range: (_chart, least, most) => (look.small ? [least ?? 0, most ?? 1] : windowOf(least, most)) },
      y: { range: (_chart, _least, most) => [0, Math.max(look.least, (most ?? 0) * 1.15)] },
    },
    axes: look.small
      ? [{ show: false }, { show: false }]
      : [
          { stroke: text, font, size: 24, gap: 4, grid: { show: false }, ticks: { show: false }, space: 64, incrs: TICKS_S, values: (_chart, ticks) => ticks.map((tick) => formatTick(tick * 1000)) },
          { stroke: text, font, size: (_chart, texts) => axisWidth(texts), gap: 6, grid: { stroke: grid, width: 1 }, ticks: { show: false }, space: 32, values: (_chart, ticks) => ticks.map(look.format) },
        ],
    series: [{}, { stroke: line, width: 1.75, fill: (chart) => areaFill(chart, line), points: { show: false }, spanGaps: false }, ...(look.hasBand ? [bandEnd(), bandEnd()] : [])],
    ...(look.hasBand ? { bands: [{ series: [3, 2] as [number, number], fill: withOpacity(tokenColour("--warn"), 0.12) }] } : {}),
    hooks: {
      draw: [(chart) => drawMarks(chart, look.marks(), font)],
      setCursor: [(chart) => look.onHover(chart.cursor.idx ?? null)],
    },
  };
}

/** An end of a band, or a limit. */
function bandEnd(): uPlot.Series {
  return { stroke: withOpacity(tokenColour("--warn"), 0.8), width: 1, dash: [4, 4], points: { show: false }, spanGaps: false };
}

/** Room for the longest tick, in steps, so that the chart does not shift with each digit. */
function axisWidth(texts: readonly string[] | null): number {
  const longest = Math.max(3, ...(texts ?? []).map((text) => text.length));
  return 14 + Math.ceil(longest / 2) * 2 * 7;
}

/** The last two minutes, or all of a shorter run. */
function windowOf(least: number | null, most: number | null): [number, number] {
  const end = Math.max(most ?? 0, SHORTEST_S);
  const start = Math.min(least ?? 0, end);
  return end - start > WINDOW_S * 1.5 || start > 0 ? [start, end] : [0, end];
}

function areaFill(chart: uPlot, colour: string): CanvasGradient | string {
  const { top, height } = chart.bbox;
  if (!Number.isFinite(top) || height <= 0) return withOpacity(colour, 0.15);
  const gradient = chart.ctx.createLinearGradient(0, top, 0, top + height);
  gradient.addColorStop(0, withOpacity(colour, 0.32));
  gradient.addColorStop(1, withOpacity(colour, 0.04));
  return gradient;
}

/** A dashed line and a word where something was changed. */
function drawMarks(chart: uPlot, marks: readonly Mark[], font: string): void {
  const { ctx, bbox } = chart;
  const ratio = uPlot.pxRatio;
  const colour = tokenColour("--accent-text");
  let free = -Infinity;
  ctx.save();
  ctx.font = font.replace("11px", `${11 * ratio}px`);
  ctx.textAlign = "left";
  ctx.textBaseline = "alphabetic";
  ctx.fillStyle = colour;
  ctx.strokeStyle = colour;
  ctx.setLineDash([3 * ratio, 3 * ratio]);
  ctx.lineWidth = ratio;
  for (const mark of marks) {
    const x = Math.round(chart.valToPos(mark.atMs / 1000, "x", true));
    if (x < bbox.left || x > bbox.left + bbox.width) continue;
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
    const width = ctx.measureText(mark.label).width + 6 * ratio;
    const left = x + width > bbox.left + bbox.width ? Math.max(bbox.left, x - width) : x + 4 * ratio;
    if (left > free) {
      ctx.fillText(mark.label, left, bbox.top + 10 * ratio);
      free = left + width;
    }
  }
  ctx.restore();
}

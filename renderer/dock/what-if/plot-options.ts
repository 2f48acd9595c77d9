import uPlot from "uplot";
import { tokenColour, withOpacity } from "../../ui/use-theme-name.ts";
import { shortTextOf } from "../../what-if/axis.ts";
import type { Plot } from "./plot.ts";

/** Colours of lines, in this order. */
export const LINE_COLOURS = ["--accent", "--sources", "--processing", "--state", "--outputs", "--operations", "--channels"] as const;

/** The colour token of the n-th line. */
export function lineColour(index: number): string {
  return LINE_COLOURS[index % LINE_COLOURS.length] ?? "--accent";
}

/** Data as uPlot takes it: x, then for each line its value and the ends of its intervals. */
export function plotData({ xs, lines, top }: Plot): uPlot.AlignedData {
  // What is unstable is drawn at the top: it has no value of its own.
  const clipped = (values: readonly (number | null)[]) => values.map((value) => (value === null ? null : Math.min(value, top)));
  return [[...xs], ...lines.flatMap(({ values, low, high }) => [clipped(values), clipped(low), clipped(high)])];
}

/** Lines with their 95 % intervals as bands; what is unstable is marked; an SLO is drawn across. */
export function plotOptions(plot: Plot, width: number, height: number): uPlot.Options {
  const grid = tokenColour("--border");
  const text = tokenColour("--text-muted");
  const font = `11px ${getComputedStyle(document.body).fontFamily}`;
  const [least = 0, most = 1] = [plot.xs[0], plot.xs.at(-1)];
  const margin = Math.max((most - least) * 0.03, most === least ? Math.abs(most) * 0.1 || 1 : 0);
  return {
    width,
    height,
    padding: [10, 16, 0, 4],
    legend: { show: false },
    select: { show: false, left: 0, top: 0, width: 0, height: 0 },
    cursor: { y: false, drag: { x: false, y: false }, points: { size: 8 } },
    scales: { x: { time: false, range: () => [least - margin, most + margin] }, y: { range: () => [0, plot.top] } },
    axes: [
      { stroke: text, font, size: 26, gap: 5, grid: { show: false }, ticks: { show: false }, space: 48, splits: (chart) => ticksAt(plot.xs, chart.width), values: (_chart, ticks) => ticks.map((tick) => shortTextOf(tick, plot.xUnit)) },
      { stroke: text, font, size: 64, gap: 6, grid: { stroke: grid, width: 1 }, ticks: { show: false }, space: 30, values: (_chart, ticks) => ticks.map(plot.format) },
    ],
    series: [{}, ...plot.lines.flatMap((_line, index) => seriesOf(tokenColour(lineColour(index))))],
    bands: plot.lines.map((_line, index) => ({ series: [3 * index + 3, 3 * index + 2] as [number, number], fill: withOpacity(tokenColour(lineColour(index)), 0.16) })),
    hooks: { draw: [(chart) => drawTarget(chart, plot, font), (chart) => drawUnstable(chart, plot)] },
  };
}

function seriesOf(colour: string): uPlot.Series[] {
  const edge: uPlot.Series = { stroke: withOpacity(colour, 0.35), width: 1, points: { show: false }, spanGaps: false };
  return [{ stroke: colour, width: 2, points: { show: true, size: 6, fill: colour, stroke: colour } }, edge, edge];
}

/** Every value has its tick, as long as there is room for them. */
function ticksAt(xs: readonly number[], width: number): number[] {
  const every = Math.max(1, Math.ceil(xs.length / Math.max(2, Math.floor(width / 64))));
  return xs.filter((_, index) => index % every === 0);
}

/** A dashed line where the SLO's limit is. */
function drawTarget(chart: uPlot, { target, format }: Plot, font: string): void {
  if (target === undefined) return;
  const { ctx, bbox } = chart;
  const ratio = uPlot.pxRatio;
  const y = Math.round(chart.valToPos(target, "y", true));
  ctx.save();
  ctx.strokeStyle = tokenColour("--ok");
  ctx.fillStyle = tokenColour("--ok");
  ctx.lineWidth = ratio;
  ctx.setLineDash([4 * ratio, 4 * ratio]);
  ctx.beginPath();
  ctx.moveTo(bbox.left, y);
  ctx.lineTo(bbox.left + bbox.width, y);
  ctx.stroke();
  ctx.font = font.replace("11px", `${11 * ratio}px`);
  ctx.textAlign = "right";
  ctx.fillText(`wanted ${format(target)}`, bbox.left + bbox.width - 4 * ratio, y - 5 * ratio);
  ctx.restore();
}

/** A triangle over each point that is unstable: colour is not the only sign. */
function drawUnstable(chart: uPlot, { xs, lines, top }: Plot): void {
  const { ctx } = chart;
  const ratio = uPlot.pxRatio;
  const size = 6 * ratio;
  ctx.save();
  ctx.fillStyle = tokenColour("--bad");
  ctx.strokeStyle = tokenColour("--surface");
  ctx.lineWidth = 1.5 * ratio;
  for (const { values, unstable } of lines) {
    for (const [index, x] of xs.entries()) {
      const value = values[index];
      if (!unstable[index] || value === null || value === undefined) continue;
      const left = chart.valToPos(x, "x", true);
      const y = chart.valToPos(Math.min(value, top), "y", true) + 2 * ratio;
      ctx.beginPath();
      ctx.moveTo(left, y - size);
      ctx.lineTo(left + size, y + size * 0.8);
      ctx.lineTo(left - size, y + size * 0.8);
      ctx.closePath();
      ctx.stroke();
      ctx.fill();
    }
  }
  ctx.restore();
}

import { displayName } from "../../design/document/display-name.ts";
import { formatShare, formatTime } from "../../design/words/numbers.ts";
import { lessonWords } from "../words/lessons.ts";
import { curvePictureOf, type CurvePicture } from "./curve-points.ts";
import type { OpenLesson } from "./lesson-store.ts";

const BOX = { width: 320, height: 190, left: 46, right: 24, top: 12, bottom: 26 };
const INNER = { width: BOX.width - BOX.left - BOX.right, height: BOX.height - BOX.top - BOX.bottom };
const TICKS = [0, 0.25, 0.5, 0.75, 1];
/** Points of the line; it ends where it leaves the picture. */
const STEPS = 200;

/** The wait that a formula gives over the load of a consumer, with what the lesson's runs measured. */
export function WaitCurve({ open, node: id }: { readonly open: OpenLesson; readonly node: string }) {
  const picture = curvePictureOf(open, id);
  if (picture === null) return null;
  const node = open.design.nodes.find((each) => each.id === id);
  const name = node === undefined ? id : displayName(node);
  const spoken = picture.points.map(({ step, utilization, waitMs }) => lessonWords.measuredAt(step + 1, formatShare(utilization), formatTime(waitMs))).join(", ");
  return (
    <figure className="lesson-curve">
      <figcaption>{lessonWords.curve(name)}</figcaption>
      <svg viewBox={`0 0 ${BOX.width} ${BOX.height}`} role="img" aria-label={lessonWords.curveOf(name, spoken)}>
        <Axes highestMs={picture.highestMs} />
        <path className="curve-line" d={lineOf(picture)} />
        {picture.points.map(({ step, utilization, waitMs, isOnCurve }) => (
          <g key={step} className="curve-point" data-own={step === open.step || undefined} data-off={!isOnCurve || undefined}>
            <circle cx={xOf(utilization)} cy={yOf(waitMs, picture.highestMs)} r={step === open.step ? 6 : 4.5} />
            <text x={xOf(utilization) - 10} y={yOf(waitMs, picture.highestMs) - 7} textAnchor="end">
              {lessonWords.step(step + 1)}
            </text>
          </g>
        ))}
      </svg>
      <p className="curve-legend">
        <span data-what="formula">{lessonWords.formula}</span>
        <span data-what="measured">{lessonWords.measured}</span>
        {picture.points.some(({ isOnCurve }) => !isOnCurve) && <span data-what="off">{lessonWords.setOtherwise}</span>}
      </p>
    </figure>
  );
}

function Axes({ highestMs }: { readonly highestMs: number }) {
  return (
    <g className="curve-axes">
      {TICKS.map((tick) => (
        <g key={tick}>
          <line x1={xOf(tick)} x2={xOf(tick)} y1={BOX.top} y2={BOX.top + INNER.height} />
          <text x={xOf(tick)} y={BOX.height - 8} textAnchor="middle">
            {formatShare(tick)}
          </text>
        </g>
      ))}
      {[0, 0.5, 1].map((share) => (
        <g key={share}>
          <line x1={BOX.left} x2={BOX.left + INNER.width} y1={yOf(highestMs * share, highestMs)} y2={yOf(highestMs * share, highestMs)} />
          <text x={BOX.left - 6} y={yOf(highestMs * share, highestMs) + 4} textAnchor="end">
            {formatTime(highestMs * share)}
          </text>
        </g>
      ))}
    </g>
  );
}

function lineOf({ curve, highestMs }: CurvePicture): string {
  const points: string[] = [];
  for (let at = 0; at < STEPS; at += 1) {
    const utilization = at / STEPS;
    const waitMs = curve(utilization);
    if (waitMs > highestMs) break;
    points.push(`${xOf(utilization).toFixed(1)} ${yOf(waitMs, highestMs).toFixed(1)}`);
  }
  return `M${points.join("L")}`;
}

function xOf(utilization: number): number {
  return BOX.left + Math.min(1, utilization) * INNER.width;
}

function yOf(waitMs: number, highestMs: number): number {
  return BOX.top + (1 - waitMs / highestMs) * INNER.height;
}

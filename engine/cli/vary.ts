import { numericSettings } from "../../design/document/numeric-settings.ts";
import type { Design } from "../../design/document/schema.ts";
import { AppError } from "../../design/errors.ts";
import { FIGURES, STATISTICS, type FigureChoice, type FigureName, type Statistic } from "../contract/figures.ts";
import { spaced, type Axis } from "../contract/what-if.ts";

/** What `--vary` takes, for help texts. */
export const VARY_HELP = "node.setting=from:to[:steps] or node.setting=1,2,4";

const UNITS: Readonly<Record<string, number>> = { "": 1, ms: 1, s: 1000, m: 60_000, min: 60_000, h: 3_600_000, "%": 0.01 };
/** Steps between two ends that name none; whole numbers up to this far apart are all taken. */
const STEPS = 9;
const ALL_UP_TO = 20;

/** Reads `billing.replicas=1:8`, `billing.serviceTime.meanMs=5ms:1s:5` or `billing.replicas=1,2,4`; throws `wrong-use`. */
export function parseVary(text: string, design: Design): Axis {
  const [, name = "", given = ""] = /^([^=]+)=(.+)$/.exec(text.trim()) ?? [];
  const [node = "", ...path] = name.split(".");
  if (path.length === 0 || given === "") throw new AppError("wrong-use", `--vary takes ${VARY_HELP}, not "${text}".`);
  const setting = numericSettings(design).find((each) => each.node === node && each.path.join(".") === path.join("."));
  const integer = setting?.integer ?? false;
  if (!given.includes(":")) return { node, path, values: given.split(",").map((each) => numberIn(each, text)) };
  const [from = "", to = "", steps, ...rest] = given.split(":");
  if (rest.length > 0) throw new AppError("wrong-use", `--vary takes ${VARY_HELP}, not "${text}".`);
  const [least, most] = [numberIn(from, text), numberIn(to, text)];
  return { node, path, values: spaced(least, most, steps === undefined ? stepsBetween(least, most, integer) : wholeIn(steps, text), integer) };
}

/** Reads `endToEndMs`, `waitMs.p95`, `billing.utilization` or `billing.waitMs.p99`; throws `wrong-use`. */
export function parseMetric(text: string, design: Design): FigureChoice {
  const parts = text.trim().split(".");
  const statistic = STATISTICS.find((each) => each === parts.at(-1));
  if (statistic !== undefined) parts.pop();
  const figure = FIGURES.find((each) => each === parts.at(-1));
  if (figure === undefined) throw new AppError("wrong-use", `--metric takes [node.]figure[.statistic], the figure one of ${FIGURES.join(", ")}, the statistic one of ${STATISTICS.join(", ")}; not "${text}".`);
  parts.pop();
  const [node = null, ...more] = parts;
  const ids = [...design.nodes.map(({ id }) => id), ...design.edges.map(({ id }) => id)];
  if (more.length > 0 || (node !== null && !ids.includes(node))) throw new AppError("wrong-use", `--metric ${text}: the design has no node or edge "${parts.join(".")}".`);
  return { figure, node, statistic: statistic ?? statisticOf(figure) };
}

/** What a figure is shown as when nobody says: times by their mean, because only that has an interval. */
function statisticOf(figure: FigureName): Statistic {
  return figure === "depth" ? "max" : "mean";
}

function stepsBetween(from: number, to: number, integer: boolean): number {
  const apart = Math.abs(to - from) + 1;
  return integer && apart <= ALL_UP_TO ? apart : STEPS;
}

function numberIn(text: string, whole: string): number {
  const [, digits, unit = ""] = /^(-?\d+(?:\.\d+)?)\s*([a-z%]*)$/.exec(text.trim()) ?? [];
  const factor = UNITS[unit];
  if (digits === undefined || factor === undefined) throw new AppError("wrong-use", `--vary ${whole}: "${text}" is no number (with ms, s, m, h or % if you like).`);
  return Number(digits) * factor;
}

function wholeIn(text: string, whole: string): number {
  const steps = Number(text);
  if (!Number.isInteger(steps) || steps < 1 || steps > 200) throw new AppError("wrong-use", `--vary ${whole}: steps are a whole number from 1 to 200, not "${text}".`);
  return steps;
}

/** What a sparkline is drawn with. */
export interface SparklineLook {
  readonly line: string;
  readonly area: string;
}

/** Frames that a sparkline shows: nine seconds. */
export const SPARKLINE_LENGTH = 90;
const ROOM = 1.4;
/** The scale spans at least this share of the middle value. */
const CALM = 0.6;
const EASE = 0.25;

/**
 * Draws values, oldest first, as a line over a tinted area; gaps (NaN) break the line. The newest value is at the right.
 */
export function drawSparkline(context: CanvasRenderingContext2D, width: number, height: number, values: ArrayLike<number>, scale: Scale, look: SparklineLook): void {
  context.clearRect(0, 0, width, height);
  const step = width / (SPARKLINE_LENGTH - 1);
  const offset = width - (values.length - 1) * step;
  const base = height - 1;
  let startX: number | null = null;
  let lastX = 0;
  const line = new Path2D();
  const area = new Path2D();
  const closeArea = () => {
    if (startX === null) return;
    area.lineTo(lastX, base);
    area.closePath();
    startX = null;
  };
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index] ?? Number.NaN;
    if (Number.isNaN(value)) {
      closeArea();
      continue;
    }
    const x = offset + index * step;
    const y = heightAt(value, scale, height);
    if (startX === null) {
      startX = x;
      area.moveTo(x, base);
      line.moveTo(x, y);
    } else line.lineTo(x, y);
    area.lineTo(x, y);
    lastX = x;
  }
  closeArea();
  context.fillStyle = look.area;
  context.fill(area);
  context.strokeStyle = look.line;
  context.lineWidth = 1.5;
  context.lineJoin = "round";
  context.stroke(line);
}

/** Draws where a value is forecast to be, as a dashed line over all of a sparkline. */
export function drawForecast(context: CanvasRenderingContext2D, width: number, height: number, value: number, scale: Scale, colour: string): void {
  const y = heightAt(value, scale, height);
  context.save();
  context.strokeStyle = colour;
  context.lineWidth = 1;
  context.setLineDash([3, 3]);
  context.beginPath();
  context.moveTo(0, y);
  context.lineTo(width, y);
  context.stroke();
  context.restore();
}

/** Px from the top. */
function heightAt(value: number, scale: Scale, height: number): number {
  return height - 1 - Math.min(1, Math.max(0, (value - scale.low) / (scale.high - scale.low))) * (height - 3);
}

/** The values at a sparkline's lower and upper edge. */
export interface Scale {
  readonly low: number;
  readonly high: number;
}

/**
 * The scale of a sparkline: around its values with some room, but never so close that a steady rate looks restless, and never
 * below zero. It eases towards that from where it was, so that one peak does not make the whole line jump.
 */
export function sparklineScale(values: ArrayLike<number>, before: Scale | null): Scale {
  let [lowest, highest] = [Number.POSITIVE_INFINITY, 0];
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index] ?? Number.NaN;
    if (value > highest) highest = value;
    if (value < lowest) lowest = value;
  }
  if (lowest > highest) return before ?? { low: 0, high: 1 };
  const middle = (lowest + highest) / 2;
  const span = Math.max((highest - lowest) * ROOM, middle * CALM, 1);
  const low = Math.max(0, middle - span / 2);
  const wanted = { low, high: low + span };
  if (before === null || wanted.high > before.high + 2 * (before.high - before.low)) return wanted;
  return { low: before.low + (wanted.low - before.low) * EASE, high: before.high + (wanted.high - before.high) * EASE };
}

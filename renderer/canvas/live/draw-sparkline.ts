/** What a sparkline is drawn with. */
export interface SparklineLook {
  readonly line: string;
  readonly area: string;
}

/** Frames that a sparkline shows: nine seconds. */
export const SPARKLINE_LENGTH = 90;
const HEADROOM = 1.25;

/**
 * Draws values, oldest first, as a line over a tinted area from zero up; gaps (NaN) break the line. The newest value is at
 * the right. `top` is the value at the upper edge.
 */
export function drawSparkline(context: CanvasRenderingContext2D, width: number, height: number, values: ArrayLike<number>, top: number, look: SparklineLook): void {
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
    const y = base - Math.min(1, value / top) * (height - 3);
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

/**
 * The value at a sparkline's upper edge: room above the highest, eased towards that from where it was, so that one peak
 * does not make the whole line jump. At least 1, so that almost nothing looks like almost nothing.
 */
export function sparklineTop(values: ArrayLike<number>, before: number): number {
  let highest = 0;
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index] ?? 0;
    if (value > highest) highest = value;
  }
  const wanted = Math.max(1, highest * HEADROOM);
  if (before === 0 || wanted > before * 3) return wanted;
  return before + (wanted - before) * 0.25;
}

/** Design time as a clock with tenths: `00:14.6`, `1:02:03.4` from an hour on. */
export function formatClock(ms: number): string {
  const tenths = Math.floor(Math.max(0, ms) / 100);
  const seconds = Math.floor(tenths / 10);
  return `${formatWholeSeconds(seconds)}.${tenths % 10}`;
}

/** A length without tenths when it has none: `01:00`, `00:02.5`. */
export function formatLength(ms: number): string {
  return ms % 1000 === 0 ? formatWholeSeconds(Math.floor(ms / 1000)) : formatClock(ms);
}

/** A tick of a time axis: `0:00`, `1:30`, `1:00:00`. */
export function formatTick(ms: number): string {
  const seconds = Math.round(ms / 1000);
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  const rest = two(seconds % 60);
  return hours > 0 ? `${hours}:${two(minutes)}:${rest}` : `${minutes}:${rest}`;
}

/** Time of day of a wall-clock moment, ms since 1970: `14:05`. */
export function formatTimeOfDay(epochMs: number): string {
  const date = new Date(epochMs);
  return `${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** `14:05` today, the date and time when it was another day. */
export function formatMoment(epochMs: number, nowMs = Date.now()): string {
  const date = new Date(epochMs);
  if (date.toDateString() === new Date(nowMs).toDateString()) return formatTimeOfDay(epochMs);
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${formatTimeOfDay(epochMs)}`;
}

function formatWholeSeconds(seconds: number): string {
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  const text = `${two(minutes)}:${two(seconds % 60)}`;
  return hours > 0 ? `${hours}:${text}` : text;
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}

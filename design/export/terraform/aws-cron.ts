/** What cron's short words stand for. */
const WORDS: Readonly<Record<string, string>> = { "@yearly": "0 0 1 1 *", "@annually": "0 0 1 1 *", "@monthly": "0 0 1 * *", "@weekly": "0 0 * * 0", "@daily": "0 0 * * *", "@midnight": "0 0 * * *", "@hourly": "0 * * * *" };
const DAY_NAMES = /^(?:SUN|MON|TUE|WED|THU|FRI|SAT)$/;
const PLAIN = /^(?:\*|[A-Za-z0-9]+(?:-[A-Za-z0-9]+)?)(?:\/\d+)?$/;

/**
 * A cron expression as EventBridge Scheduler has it: a year at the end, days of the week from 1 for Sunday, and a question mark for the one of the two sorts of days that
 * does not matter. Undefined where it cannot say it: seconds, days that either sort decides, and cron's extensions.
 */
export function awsCron(cron: string): string | undefined {
  const fields = (WORDS[cron.trim().toLowerCase()] ?? cron).trim().split(/\s+/);
  if (fields.length === 6 && fields.shift() !== "0") return undefined;
  const [minute = "", hour = "", day = "", month = "", weekday = ""] = fields;
  if (fields.length !== 5 || fields.some((field) => !field.split(",").every((part) => PLAIN.test(part)))) return undefined;
  const days = weekday === "*" ? undefined : weekdays(weekday);
  if (weekday !== "*" && (days === undefined || day !== "*")) return undefined;
  return `cron(${from(minute, 0)} ${from(hour, 0)} ${days === undefined ? from(day, 1) : "?"} ${from(month, 1)} ${days ?? "?"} *)`;
}

/** Steps begin with a number at AWS. */
function from(field: string, first: number): string {
  return field.replaceAll(/\*(?=\/)/g, String(first));
}

/** Days from 1 for Sunday, each by itself: cron's 0 and 7 are both Sunday, so that its ranges may lead over the week's end. Names stay. */
function weekdays(field: string): string | undefined {
  const days = field.split(",").map((part) => {
    const [, range = "", step = "1"] = /^([^/]+)(?:\/(\d+))?$/.exec(part) ?? [];
    const [first = "", last = first] = range === "*" ? ["0", "6"] : range.split("-");
    if (/^[A-Za-z]/.test(first)) return step === "1" && [first, last].every((name) => DAY_NAMES.test(name.toUpperCase())) ? part.toUpperCase() : undefined;
    const [low, high, by] = [Number(first), step !== "1" && !range.includes("-") && range !== "*" ? 6 : Number(last), Number(step)];
    if (!Number.isInteger(low) || !Number.isInteger(high) || low > high || high > 7 || by < 1) return undefined;
    return Array.from({ length: Math.floor((high - low) / by) + 1 }, (_, n) => ((low + n * by) % 7) + 1).join(",");
  });
  return days.includes(undefined) ? undefined : [...new Set(days.flatMap((each) => each?.split(",") ?? []))].join(",");
}

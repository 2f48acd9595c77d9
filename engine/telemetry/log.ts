import { redacted } from "./redact.ts";

export const LOG_LEVELS = ["debug", "info", "warn", "error"] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** What a line is about, beside its message. */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

/** A line is written at once as a whole up to this length (PIPE_BUF), so that those of several processes do not mix; the message gives way. */
const MOST_MESSAGE = 2000;

/** Says which processes write logs, and from which level on: children inherit it. */
export const LOG_VARIABLES = { format: "SPILLWAY_LOG", level: "SPILLWAY_LOG_LEVEL" } as const;

/** Writes lines of JSON. No line holds a secret: see `redacted`. */
export class Log {
  constructor(
    private readonly write: (line: string) => void,
    private readonly least: LogLevel,
    private readonly fields: LogFields,
    private readonly secrets: Set<string> = new Set(),
  ) {}

  /** The same log, whose lines have these fields too. */
  with(fields: LogFields): Log {
    return new Log(this.write, this.least, { ...this.fields, ...fields }, this.secrets);
  }

  /** Leaves this text out of every line from now on. */
  hide(secret: string): void {
    this.secrets.add(secret);
  }

  say(level: LogLevel, message: string, fields: LogFields = {}): void {
    if (!this.tells(level)) return;
    const shown = Object.fromEntries(Object.entries({ ...this.fields, ...fields }).map(([name, value]) => [name, typeof value === "string" ? redacted(value, this.secrets).slice(0, MOST_MESSAGE / 4) : value]));
    this.write(`${JSON.stringify({ time: new Date().toISOString(), level, pid: process.pid, ...shown, msg: redacted(message, this.secrets).slice(0, MOST_MESSAGE) })}\n`);
  }

  tells(level: LogLevel): boolean {
    return LOG_LEVELS.indexOf(level) >= LOG_LEVELS.indexOf(this.least);
  }
}

/** The log that the environment asks for, on standard error; undefined where it asks for none. */
export function logOf(environment: NodeJS.ProcessEnv, fields: LogFields): Log | undefined {
  if (environment[LOG_VARIABLES.format] !== "json") return undefined;
  const level = LOG_LEVELS.find((known) => known === environment[LOG_VARIABLES.level]) ?? "info";
  const log = new Log((line) => void process.stderr.write(line), level, fields);
  for (const [name, value = ""] of Object.entries(environment)) if (/^SPILLWAY_\w*(TOKEN|PASSWORD)$/.test(name)) log.hide(value);
  return log;
}

import { MOST_EACH_STANDS_FOR } from "../../design/coarse/most-each-stands-for.ts";
import type { Design } from "../../design/document/schema.ts";
import { AppError } from "../../design/errors.ts";
import { readPlayer } from "../replay/player.ts";
import { SPEED_MAX, SPEED_MIN } from "../contract/run.ts";
import { DURATION_HELP, parseDuration } from "./duration.ts";
import { refuseEndless } from "./endless-sources.ts";
import type { Execution } from "./execute.ts";
import { parseDecimal, parseWhole } from "./numbers.ts";
import { refuseUnwritable, STANDARD_OUTPUT } from "./write-report.ts";

/** What `run` and `forecast` have in common. */
export const executionArguments = {
  file: { type: "positional", description: "Design to execute (*.spillway.json)", required: true },
  for: { type: "string", valueHint: "duration", description: `Time in which producers produce (${DURATION_HELP}); without it until each one's own limit` },
  drain: { type: "string", valueHint: "duration", description: "Longest wait for events in flight after that", default: "90s" },
  seed: { type: "string", valueHint: "n", description: "Seed of every draw; the design's own without it" },
  report: { type: "string", valueHint: "file", description: "Write the report as JSON; - is standard output" },
  html: { type: "string", valueHint: "file", description: "Write the report as one HTML page that needs no network; - is standard output" },
  replay: { type: "string", valueHint: "file", description: "Write the run as one HTML file that plays it without a server" },
  junit: { type: "string", valueHint: "file", description: "Write SLOs and the ledger as test cases in JUnit XML; - is standard output" },
} as const;

/** How coarse a forecast is (rule F6). */
export const eachStandsForArgument = {
  type: "string",
  valueHint: "n|auto",
  description: "Simulate one event for every n, to study rates that this machine is too small for; auto finds out how many it takes",
} as const;

/** Where the spans of live runs go. */
export const otlpArgument = { type: "string", valueHint: "url", description: "Send traces to this OpenTelemetry receiver (OTLP over HTTP, such as http://127.0.0.1:4318)" } as const;

export interface GivenExecution {
  readonly for?: string;
  readonly drain: string;
  readonly seed?: string;
  readonly report?: string;
  readonly html?: string;
  readonly replay?: string;
  readonly junit?: string;
  readonly speed?: string;
}

/** Reads the options of an execution; throws `wrong-use`. Looked at before the design, so that a slip is told at once. */
export function parseExecution(given: GivenExecution): Omit<Execution, "mode" | "design" | "found"> {
  return {
    forMs: given.for === undefined ? null : parseDuration(given.for, "--for"),
    drainMs: parseDuration(given.drain, "--drain", "zero"),
    seed: given.seed === undefined ? undefined : parseWhole(given.seed, "--seed", { min: 0, max: Number.MAX_SAFE_INTEGER }),
    speed: given.speed === undefined ? 1 : parseDecimal(given.speed, "--speed", { min: SPEED_MIN, max: SPEED_MAX }),
    report: given.report,
    html: given.html,
    replay: given.replay,
    outputTaken: [given.report, given.html, given.junit].includes(STANDARD_OUTPUT),
  };
}

/** Reads how many events each simulated one stands for; throws `wrong-use`. */
export function parseEachStandsFor(text: string | undefined): number | "auto" | undefined {
  return text === undefined || text === "auto" ? text : parseWhole(text, "--each-stands-for", { min: 1, max: MOST_EACH_STANDS_FOR });
}

/** Makes sure before an execution that its results can be written after it. Throws `wrong-use`, `file-not-found` or `file-not-writable`. */
export async function refuseUnwritableResults({ report, html, replay, junit }: Pick<GivenExecution, "report" | "html" | "replay" | "junit">): Promise<void> {
  const piped = Object.entries({ "--report": report, "--html": html, "--junit": junit }).flatMap(([option, path]) => (path === STANDARD_OUTPUT ? [`${option} -`] : []));
  if (piped.length > 1) throw new AppError("wrong-use", `${piped.join(" and ")} would ${piped.length === 2 ? "both" : "all"} write to standard output: give ${piped.length === 2 ? "one of them" : "all but one"} a file.`);
  await refuseUnwritable(report);
  await refuseUnwritable(html, "--html");
  await refuseUnwritable(junit, "--junit");
  if (replay === STANDARD_OUTPUT) throw new AppError("wrong-use", "--replay takes a file to write, such as run.html.");
  await refuseUnwritable(replay, "--replay");
  if (replay !== undefined) await readPlayer();
}

/** Refuses an execution that would never end. */
export function refuseEndlessExecution(design: Design, forMs: number | null): void {
  if (forMs === null) refuseEndless(design);
}

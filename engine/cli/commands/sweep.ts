import type { Design } from "../../../design/document/schema.ts";
import { MOST_REPLICAS, type MeetAnswer } from "../../contract/what-if.ts";
import { chooseCoarseness } from "../../forecast/coarse/choose-coarseness.ts";
import { forecastOnce, type ForecastOptions } from "../../forecast/forecast-once.ts";
import { designsOver, smallestReplicas, sweep } from "../../forecast/sweep.ts";
import { wrong } from "../arguments.ts";
import { cliCommand, type CliCommand } from "../command.ts";
import { DURATION_HELP } from "../duration.ts";
import { eachStandsForArgument, executionArguments, parseEachStandsFor, parseExecution, refuseEndlessExecution } from "../execution-options.ts";
import { EXIT } from "../exit-codes.ts";
import { whole } from "../format.ts";
import { onInterrupt } from "../interrupts.ts";
import { parseWhole } from "../numbers.ts";
import { readRunnableDesign } from "../read-design.ts";
import { meetSummary, sweepSummary } from "../sweep-summary.ts";
import type { Terminal } from "../terminal.ts";
import { parseMetric, parseVary, VARY_HELP } from "../vary.ts";
import { refuseUnwritable, STANDARD_OUTPUT, writeJson } from "../write-report.ts";

/** `spillway sweep FILE`: what if (rule F5). Forecasts over one or two numbers, or the fewest replicas that meet an SLO. */
export function sweepCommand(terminal: Terminal): CliCommand {
  return cliCommand({
    name: "sweep",
    description: "Forecast a design over one or two of its numbers, or find the fewest replicas that meet an SLO",
    args: {
      file: executionArguments.file,
      vary: { type: "string", valueHint: "what", description: `${VARY_HELP}; give it twice for two` },
      metric: { type: "string", valueHint: "figure", description: "[node.]figure[.statistic] to show, for example endToEndMs.p95 or billing.waitMs", default: "endToEndMs" },
      meet: { type: "string", valueHint: "slo", description: "Find the fewest replicas with which this SLO of the design holds" },
      node: { type: "string", valueHint: "id", description: "The consumer whose replicas are looked for" },
      max: { type: "string", valueHint: "n", description: "The most replicas to try", default: "64" },
      for: { type: "string", valueHint: "duration", description: `Time in which producers produce (${DURATION_HELP}); without it until each one's own limit` },
      drain: executionArguments.drain,
      seed: executionArguments.seed,
      "each-stands-for": eachStandsForArgument,
      json: { type: "string", valueHint: "file", description: "Write every figure as JSON; - is standard output" },
    },
    async run(args, repeated) {
      const { forMs, drainMs, seed } = parseExecution(args);
      const asked = parseEachStandsFor(args["each-stands-for"]);
      const varied = repeated("vary");
      if (args.meet === undefined && varied.length === 0) throw wrong("sweep", `Say what to vary: --vary ${VARY_HELP}. Or which SLO to meet: --meet.`);
      if (args.meet !== undefined && varied.length > 0) throw wrong("sweep", "--vary and --meet are two questions: ask one at a time.");
      if (varied.length > 2) throw wrong("sweep", "Two numbers at most can be varied at a time.");
      if (args.meet !== undefined && args.node === undefined) throw wrong("sweep", "--meet needs --node: the consumer whose replicas are looked for.");
      const most = parseWhole(args.max, "--max", { min: 1, max: MOST_REPLICAS });
      await refuseUnwritable(args.json, "--json");
      const design = await readRunnableDesign(args.file, terminal);
      refuseEndlessExecution(design, forMs);
      const options = { seed: seed ?? design.seed ?? 1, forMs, drainMs };
      const { meet, node = "" } = args;
      return await ask(async (signal) => {
        const question: Question = { design, options: { ...options, ...(await coarseness(design, options, asked, terminal, signal)) }, json: args.json, terminal };
        if (meet === undefined) return varyOver(question, varied, args.metric, signal);
        return meetWith(question, { slo: meet, node, most }, signal);
      });
    },
  });
}

/** How coarse all forecasts of a question are (rule F6), told before the first one. */
async function coarseness(design: Design, options: ForecastOptions, asked: number | "auto" | undefined, terminal: Terminal, signal: AbortSignal): Promise<Pick<ForecastOptions, "eachStandsFor">> {
  if (asked === undefined || asked === 1) return {};
  const chosen = asked === "auto" ? await chooseCoarseness(design, options, signal) : { eachStandsFor: asked, why: `Each simulated event stands for ${whole(asked)}.` };
  terminal.note(`${chosen.why}\n`);
  return { eachStandsFor: chosen.eachStandsFor };
}

interface Question {
  readonly design: Design;
  readonly options: ForecastOptions;
  readonly json: string | undefined;
  readonly terminal: Terminal;
}

/** Ctrl+C ends the forecasts and what was asked with them. */
async function ask(answer: (signal: AbortSignal) => Promise<number>): Promise<number> {
  const stopping = new AbortController();
  const release = onInterrupt(() => stopping.abort());
  try {
    return await answer(stopping.signal);
  } catch (error) {
    if (stopping.signal.aborted) return EXIT.interrupted;
    throw error;
  } finally {
    release();
  }
}

async function varyOver({ design, options, json, terminal }: Question, varied: readonly string[], metric: string, signal: AbortSignal): Promise<number> {
  const axes = varied.map((each) => parseVary(each, design));
  const figure = parseMetric(metric, design);
  designsOver(design, axes);
  const show = progressOf(terminal);
  const points = await sweep(design, axes, (each) => forecastOnce(each, options, signal), signal, (_point, index, total) => show(`Forecast ${index + 1} of ${total}`));
  show("");
  await tell(terminal, json, sweepSummary(design, axes, figure, points), { format: "spillway-sweep", version: 1, design: design.name, seed: options.seed, axes, points });
  return EXIT.done;
}

async function meetWith({ design, options, json, terminal }: Question, question: { slo: string; node: string; most: number }, signal: AbortSignal): Promise<number> {
  const show = progressOf(terminal);
  const answer: MeetAnswer = await smallestReplicas(design, question, (each) => forecastOnce(each, options, signal), signal, ({ replicas, meets }) => show(`${replicas} replicas: ${meets ? "enough" : "too few"}`));
  show("");
  await tell(terminal, json, meetSummary(design, question, answer), { format: "spillway-meet", version: 1, design: design.name, seed: options.seed, ...question, ...answer });
  return answer.smallest === null ? EXIT.failed : EXIT.done;
}

/** One line that is rewritten, on a terminal that can; nothing elsewhere. */
function progressOf(terminal: Terminal): (line: string) => void {
  return (line) => {
    if (terminal.isInteractive) terminal.note(`\r\u001B[2K${line}`);
  };
}

async function tell(terminal: Terminal, json: string | undefined, summary: string, result: object): Promise<void> {
  if (json === STANDARD_OUTPUT) terminal.note(summary);
  else terminal.out(summary);
  if (json !== undefined) await writeJson(json, result, terminal);
}


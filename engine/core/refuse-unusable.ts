import type { Flow } from "../../design/graph/compile.ts";
import { AppError } from "../../design/errors.ts";
import { cronProblem } from "../kinds/schedule.ts";
import { handlerProblem } from "../sandbox/sandbox.ts";

/**
 * Refuses a flow with code that cannot be read (rule G5): handlers (C6) and cron expressions (P6), which only their own parsers
 * know, and traces that nobody has read (P1). Throws `design-has-problems` with a sentence for each. Starts the sandbox where
 * there is a handler.
 */
export function refuseUnusable(flow: Flow): void {
  const problems = [...flow.nodes.values()].flatMap((node): string[] => {
    if (node.kind === "consumer" && node.settings.handler !== undefined) {
      const problem = handlerProblem(node.settings.handler);
      return problem === undefined ? [] : [`${node.name}: its handler cannot be used: ${problem}.`];
    }
    if (node.kind === "schedule" && node.settings.cron !== undefined) {
      const problem = cronProblem(node.settings.cron, node.settings.timezone);
      return problem === undefined ? [] : [`${node.name}: its cron expression cannot be used: ${problem}.`];
    }
    if (node.kind === "producer" && node.settings.arrivals.process === "trace" && node.settings.arrivals.events === undefined)
      return [`${node.name}: its trace ${node.settings.arrivals.file} was not read.`];
    return [];
  });
  if (problems.length > 0) throw new AppError("design-has-problems", problems.join("\n"));
}

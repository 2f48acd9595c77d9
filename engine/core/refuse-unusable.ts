import type { Flow, FlowNode } from "../../design/graph/compile.ts";
import { AppError } from "../../design/errors.ts";
import type { Problem } from "../../design/problem.ts";
import { cronProblem } from "../kinds/schedule.ts";
import { handlerProblem } from "../sandbox/sandbox.ts";

/**
 * What only its own parser knows of a flow (rule G5): handlers that cannot be read (C6), cron expressions (P6), and traces that
 * nobody has read (P1). Starts the sandbox where there is a handler.
 */
export function unusable(flow: Flow): Problem[] {
  return [...flow.nodes.values()].flatMap((node): Problem[] => {
    const message = sentenceOn(node);
    return message === undefined ? [] : [{ severity: "error", code: "settings", node: node.id, message }];
  });
}

/** Throws `design-has-problems` with a sentence for each problem of `unusable`. */
export function refuseUnusable(flow: Flow): void {
  const problems = unusable(flow);
  if (problems.length > 0) throw new AppError("design-has-problems", problems.map(({ message }) => message).join("\n"));
}

function sentenceOn(node: FlowNode): string | undefined {
  if (node.kind === "consumer" && node.settings.handler !== undefined) {
    const problem = handlerProblem(node.settings.handler);
    return problem === undefined ? undefined : `${node.name}: its handler cannot be used: ${problem}.`;
  }
  if (node.kind === "schedule" && node.settings.cron !== undefined) {
    const problem = cronProblem(node.settings.cron, node.settings.timezone);
    return problem === undefined ? undefined : `${node.name}: its cron expression cannot be used: ${problem}.`;
  }
  if (node.kind === "producer" && node.settings.arrivals.process === "trace" && node.settings.arrivals.events === undefined)
    return `${node.name}: its trace ${node.settings.arrivals.file} was not read.`;
  return undefined;
}

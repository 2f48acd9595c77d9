import type { Flow } from "../../design/graph/compile.ts";
import { AppError } from "../../design/errors.ts";
import { handlerProblem } from "./sandbox.ts";

/** What is wrong with the handlers of a flow, a sentence for each that cannot be read. Starts the sandbox where there is one. */
export function handlerProblems(flow: Flow): { readonly node: string; readonly message: string }[] {
  return [...flow.nodes.values()].flatMap((node) => {
    if (node.kind !== "consumer" || node.settings.handler === undefined) return [];
    const problem = handlerProblem(node.settings.handler);
    return problem === undefined ? [] : [{ node: node.id, message: `${node.name}: its handler cannot be used: ${problem}.` }];
  });
}

/** Refuses a flow with handlers that cannot be read (rules G5, C6). Throws `design-has-problems`. */
export function refuseBrokenHandlers(flow: Flow): void {
  const problems = handlerProblems(flow);
  if (problems.length > 0) throw new AppError("design-has-problems", problems.map(({ message }) => message).join("\n"));
}

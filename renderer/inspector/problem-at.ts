import type { Problem } from "../../design/problem.ts";
import type { Path } from "./form/values.ts";

/** What is wrong with one setting of a node or an edge: the sentence without the name it begins with. */
export function problemAtPath(problems: readonly Problem[], of: { node?: string; edge?: string }, path: Path): string | null {
  const wanted = ["settings", ...path].join("/");
  const found = problems.find((problem) => {
    if (problem.node !== of.node || problem.edge !== of.edge) return false;
    return problem.path?.slice(2).join("/") === wanted;
  });
  if (!found) return null;
  const text = found.message.replace(/^[^:]{1,200}: /, "");
  return text.charAt(0).toUpperCase() + text.slice(1);
}

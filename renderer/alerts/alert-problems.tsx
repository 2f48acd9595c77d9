import { CircleAlert, TriangleAlert } from "lucide-react";
import type { Problem } from "../../design/problem.ts";
import { dockProblemsWords } from "../words/dock-problems.ts";

/** The problems of the alert at a place of the design's list. */
export function problemsOfAlert(problems: readonly Problem[], index: number): Problem[] {
  return problems.filter(({ path }) => path?.[0] === "alerts" && path[1] === index);
}

/** What is wrong with an alert, above its form. */
export function AlertProblems({ problems }: { readonly problems: readonly Problem[] }) {
  if (problems.length === 0) return null;
  return (
    <ul className="alert-problems">
      {problems.map(({ message, severity }) => (
        <li key={message} data-severity={severity}>
          {severity === "error" ? <CircleAlert size={14} aria-label={dockProblemsWords.error} /> : <TriangleAlert size={14} aria-label={dockProblemsWords.warning} />}
          <span>{message}</span>
        </li>
      ))}
    </ul>
  );
}

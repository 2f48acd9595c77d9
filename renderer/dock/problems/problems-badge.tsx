import { useProblems } from "./use-problems.ts";

/** How many problems there are, in the colour of the worst. */
export function ProblemsBadge() {
  const problems = useProblems();
  if (problems.length === 0) return null;
  const hasError = problems.some((problem) => problem.severity === "error");
  return (
    <span className="badge" data-level={hasError ? "error" : "warning"}>
      {problems.length}
    </span>
  );
}

import { memo } from "react";
import { useNodeProblems } from "../state/node-problems.ts";

/** Says that the check has found something at a node: a triangle for warnings, an octagon for errors, and what it is on hover. */
export const ProblemBadge = memo(function ProblemBadge({ id }: { readonly id: string }) {
  const problems = useNodeProblems(id);
  if (problems === null) return null;
  return (
    <svg className="problem-badge" data-severity={problems.severity} viewBox="0 0 18 18" width="18" height="18" role="img" aria-label={problems.text}>
      <title>{problems.text}</title>
      {problems.severity === "error" ? <path d="M6 1.5h6L16.5 6v6L12 16.5H6L1.5 12V6Z" /> : <path d="M9 1.6 17 15.8H1Z" />}
      <path className="problem-sign" d={problems.severity === "error" ? "M9 5v5 M9 12.4v.6" : "M9 6.6v4.2 M9 12.9v.5"} />
    </svg>
  );
});

import { CircleAlert, CircleCheck, TriangleAlert } from "lucide-react";
import { displayName } from "../../../design/document/display-name.ts";
import type { Design } from "../../../design/document/schema.ts";
import type { Problem } from "../../../design/problem.ts";
import { useDocument } from "../../stores/document-store.ts";
import { sessionStore } from "../../stores/session-store.ts";
import { useProblems } from "./use-problems.ts";
import { dockProblemsWords } from "../../words/dock-problems.ts";
import "./problems.css";

/** Everything that is wrong with the design, as it is drawn; a click leads to the place. */
export function ProblemsTab() {
  const problems = useProblems();
  const design = useDocument((document) => document.design);
  if (problems.length === 0) {
    return (
      <div className="dock-empty">
        <CircleCheck size={22} className="problem-icon" data-severity="none" aria-hidden="true" />
        <p>{design.nodes.length === 0 ? dockProblemsWords.nothingIsDrawnYet : dockProblemsWords.noProblemsThisDesignCanRun}</p>
      </div>
    );
  }
  return (
    <ul className="problems scroll" aria-label={dockProblemsWords.problems}>
      {problems.map((problem) => (
        <li key={`${problem.code}/${problem.path?.join(".")}/${problem.node}/${problem.edge}/${problem.message}`}>
          <button type="button" className="problem" onClick={() => goTo(problem, design)}>
            {problem.severity === "error" ? (
              <CircleAlert size={16} className="problem-icon" data-severity="error" aria-label={dockProblemsWords.error} />
            ) : (
              <TriangleAlert size={16} className="problem-icon" data-severity="warning" aria-label={dockProblemsWords.warning} />
            )}
            <span className="problem-message">{problem.message}</span>
            <span className="problem-place">{placeOf(problem, design)}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}

function placeOf(problem: Problem, design: Design): string {
  const node = design.nodes.find((each) => each.id === problem.node);
  if (node) return displayName(node);
  const edge = design.edges.find((each) => each.id === problem.edge);
  if (!edge) return "";
  const ends = [edge.from.node, edge.to.node].map((id) => design.nodes.find((each) => each.id === id));
  return ends.map((end) => (end ? displayName(end) : "?")).join(" → ");
}

/** Selects what a problem is about and brings it into view. */
function goTo(problem: Problem, design: Design): void {
  const session = sessionStore.getState();
  if (problem.node !== undefined) {
    session.select({ nodes: [problem.node] });
    session.requestReveal([problem.node]);
  } else if (problem.edge !== undefined) {
    const edge = design.edges.find((each) => each.id === problem.edge);
    session.select({ edges: [problem.edge] });
    if (edge) session.requestReveal([edge.from.node, edge.to.node]);
  } else return;
  session.showInspector("settings");
}

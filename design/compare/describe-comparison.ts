import type { DesignChange, DesignComparison } from "./compare-designs.ts";
import { COMPARED_PARTS, type ComparedPart } from "./record-words.ts";

const HEADINGS: Readonly<Record<ComparedPart, string>> = { design: "Design", node: "Nodes", edge: "Edges", zone: "Zones", slo: "SLOs", alert: "Alerts", scenario: "Scenario" };
const MARKS: Readonly<Record<DesignChange["change"], string>> = { added: "+", removed: "-", changed: "~" };
/** So many names of moved nodes are told. */
const MOST_NAMES = 5;

/** What differs between two designs, for people: a part each with its changes, then what only lies elsewhere. Empty where nothing differs. */
export function describeComparison({ changes, moved, annotations }: DesignComparison): string {
  const parts = COMPARED_PARTS.flatMap((part) => {
    const lines = changes.filter((change) => change.part === part).map((change) => `  ${changeLine(change)}\n`);
    return lines.length === 0 ? [] : [`${HEADINGS[part]}\n${lines.join("")}`];
  });
  const rest = [...movedLine(moved), ...(annotations ? ["Notes on the canvas differ.\n"] : [])];
  return [...parts, ...(rest.length === 0 ? [] : [rest.join("")])].join("\n");
}

/** `~ Billing: replicas 2 → 4; zone none → Frankfurt`. */
export function changeLine({ change, name, details }: DesignChange): string {
  return `${MARKS[change]} ${oneLine(name)}${details.length === 0 ? "" : `: ${details.map(({ words }) => oneLine(words)).join("; ")}`}`;
}

function movedLine(moved: readonly string[]): string[] {
  if (moved.length === 0) return [];
  const [shown, more] = [moved.slice(0, MOST_NAMES), moved.length - MOST_NAMES];
  return [`Moved on the canvas: ${shown.map(oneLine).join(", ")}${more > 0 ? ` and ${more} more` : ""}.\n`];
}

/** Names come from files: a line end in one would begin a line of its own, and an escape could rewrite the screen. */
function oneLine(text: string): string {
  return text.replaceAll(/\p{Cc}+/gu, " ");
}

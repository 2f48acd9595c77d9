import { resolveExperiment, whoIsExperiment } from "../chaos/resolve.ts";
import type { Design } from "../document/schema.ts";
import type { Problem } from "../problem.ts";

/** Every experiment that cannot be carried out, and why (rule O4). Targets that do not exist are the references' matter. */
export function checkChaos(design: Design): Problem[] {
  const known = new Set([...design.nodes, ...design.edges, ...(design.zones ?? [])].map(({ id }) => id));
  const slos = new Set((design.slos ?? []).map(({ id }) => id));
  return (design.scenario?.chaos ?? []).flatMap((record, index): Problem[] => {
    const resolved = resolveExperiment(design, record);
    const named = typeof record.hypothesis === "object" ? (record.hypothesis.slos ?? []) : [];
    const problems = [
      ...("problems" in resolved ? resolved.problems : []).filter(({ path }) => path[0] !== "target" || !namesUnknown(record.target, known)),
      ...named.filter((id) => !slos.has(id)).map((id) => ({ path: ["hypothesis", "slos"], message: `is about an SLO "${id}" that does not exist.` })),
    ];
    return problems.map(({ path, message }) => ({ severity: "error", code: "chaos", message: `${whoIsExperiment(record)} ${message}`, path: ["scenario", "chaos", index, ...path] }));
  });
}

function namesUnknown(target: unknown, known: ReadonlySet<string>): boolean {
  if (typeof target !== "object" || target === null) return false;
  const { node, edge, zone } = target as { node?: unknown; edge?: unknown; zone?: unknown };
  return [node, edge, zone].some((id) => typeof id === "string" && id !== "local" && !known.has(id));
}

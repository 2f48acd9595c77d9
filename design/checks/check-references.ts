import type { Design } from "../document/schema.ts";
import { LOCAL_ZONE } from "../graph/local-zone.ts";
import type { Problem } from "../problem.ts";

type Path = readonly (string | number)[];

/** Every reference from elsewhere in the document to a node or zone that does not exist, and every id used twice. */
export function checkReferences(design: Design): Problem[] {
  const nodes = new Set(design.nodes.map((node) => node.id));
  const edges = new Set(design.edges.map((edge) => edge.id));
  const zones = new Set((design.zones ?? []).map((zone) => zone.id));
  const problems: Problem[] = [];

  function expectIn(known: ReadonlySet<string>, noun: string, id: string, who: string, path: Path, node?: string): void {
    if (known.has(id)) return;
    const message = `${who} refers to ${noun === "edge" ? "an" : "a"} ${noun} "${id}" that does not exist.`;
    problems.push({ severity: "error", code: "unknown-reference", message, path, ...(node === undefined ? {} : { node }) });
  }

  design.nodes.forEach((node, index) => {
    if (node.zone !== undefined) expectIn(zones, "zone", node.zone, `The node ${node.id}`, ["nodes", index, "zone"], node.id);
  });
  design.slos?.forEach((slo, index) => {
    const path = ["slos", index, "target"];
    const who = `The SLO ${slo.name === "" ? slo.id : slo.name}`;
    if ("node" in slo.target) expectIn(nodes, "node", slo.target.node, who, [...path, "node"]);
    if ("path" in slo.target) slo.target.path.forEach((id, step) => expectIn(nodes, "node", id, who, [...path, "path", step]));
  });
  design.scenario?.load?.forEach((step, index) => {
    expectIn(nodes, "node", step.node, `The load step at ${step.atMs} ms`, ["scenario", "load", index, "node"]);
  });
  design.scenario?.chaos?.forEach((experiment, index) => {
    const target = targetOf(experiment.target);
    const path = ["scenario", "chaos", index, "target"];
    if (target.node !== undefined) expectIn(nodes, "node", target.node, `The experiment ${experiment.id}`, [...path, "node"]);
    if (target.edge !== undefined) expectIn(edges, "edge", target.edge, `The experiment ${experiment.id}`, [...path, "edge"]);
    if (target.zone !== undefined && target.zone !== LOCAL_ZONE) expectIn(zones, "zone", target.zone, `The experiment ${experiment.id}`, [...path, "zone"]);
  });
  return [...problems, ...duplicateIds(design)];
}

/** What an experiment names as `{ node }`, `{ edge }` or `{ zone }`. */
function targetOf(target: unknown): { node?: string; edge?: string; zone?: string } {
  if (typeof target !== "object" || target === null) return {};
  const { node, edge, zone } = target as { node?: unknown; edge?: unknown; zone?: unknown };
  return { ...(typeof node === "string" ? { node } : {}), ...(typeof edge === "string" ? { edge } : {}), ...(typeof zone === "string" ? { zone } : {}) };
}

function duplicateIds(design: Design): Problem[] {
  const lists = [
    { name: "node", path: ["nodes"], records: design.nodes },
    { name: "edge", path: ["edges"], records: design.edges },
    { name: "zone", path: ["zones"], records: design.zones ?? [] },
    { name: "SLO", path: ["slos"], records: design.slos ?? [] },
    { name: "alert", path: ["alerts"], records: design.alerts ?? [] },
    { name: "annotation", path: ["annotations"], records: design.annotations ?? [] },
    { name: "experiment", path: ["scenario", "chaos"], records: design.scenario?.chaos ?? [] },
  ] as const;
  return lists.flatMap(({ name, path, records }) => {
    const seen = new Set<string>();
    return records.flatMap((record, index): Problem[] => {
      if (!seen.has(record.id)) {
        seen.add(record.id);
        return [];
      }
      const where = name === "node" ? { node: record.id } : name === "edge" ? { edge: record.id } : {};
      const message = `The id "${record.id}" is used by more than one ${name}; give each its own.`;
      return [{ severity: "error", code: "duplicate-id", message, path: [...path, index, "id"], ...where }];
    });
  });
}

import type { Design, DesignEdge, Slo } from "../document/schema.ts";
import { portsOf } from "../document/settings.ts";
import { isHandOver } from "../graph/implicit-queue.ts";
import { LOCAL_ZONE } from "../graph/local-zone.ts";
import { displayName } from "../document/display-name.ts";
import { isKindType, kinds } from "../kinds/registry.ts";
import { formatDuration } from "../words/time-units.ts";
import { EXPERIMENT_TYPES, EXPERIMENTS, isExperimentType, type ExperimentType, type ParametersOf } from "./catalogue.ts";
import type { ChaosRecord, ChaosTarget, ExperimentDefinition, TargetType } from "./experiment.ts";

/** An experiment with its type, target and parameters read; times are design time, ms. */
export type Experiment = {
  [Type in ExperimentType]: {
    readonly id: string;
    readonly type: Type;
    readonly target: ChaosTarget;
    readonly parameters: ParametersOf<Type>;
    readonly atMs: number;
    /** When it ends by itself; `atMs` where it happens at one moment. */
    readonly endMs: number;
    readonly hypothesis: Hypothesis;
  };
}[ExperimentType];

/** What is expected of the SLOs while an experiment is on, and after it. */
export interface Hypothesis {
  /** Whether the design states one; else what everyone expects of a system that heals. */
  readonly stated: boolean;
  readonly text: string;
  /** Whether the SLOs are expected to be met all the while; else only after recovery. */
  readonly holds: boolean;
  /** The longest that recovery may take after the end, ms. */
  readonly recoversWithinMs: number | undefined;
  /** Ids of the SLOs that it is about; undefined for all. */
  readonly slos: readonly Slo["id"][] | undefined;
}

/** What is wrong with an experiment; `path` is relative to it. */
export interface ExperimentProblem {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** Reads one experiment of a design, or says what is wrong with it. Targets that do not exist are told as well. */
export function resolveExperiment(design: Design, record: ChaosRecord): { experiment: Experiment } | { problems: ExperimentProblem[] } {
  const { id, experiment: type, atMs, durationMs, hypothesis } = record;
  if (!isExperimentType(type)) return { problems: [{ path: ["experiment"], message: `is no experiment that Spillway knows: "${type}". It knows ${EXPERIMENT_TYPES.join(", ")}.` }] };
  const definition: ExperimentDefinition = EXPERIMENTS[type];
  const problems: ExperimentProblem[] = [];
  const target = targetOf(record.target);
  const refused = target ? refusalOf(design, definition, target) : `names no target: write ${wanted(definition.target)}.`;
  if (refused !== undefined) problems.push({ path: ["target"], message: refused });
  const parameters = definition.parameters.safeParse(record.parameters ?? {});
  for (const issue of parameters.error?.issues ?? []) problems.push({ path: ["parameters", ...(issue.path as (string | number)[])], message: `has a parameter that does not fit: ${issue.path.join(".")} ${lowerFirst(issue.message)}` });
  if (definition.lasts === "never" && durationMs !== undefined) problems.push({ path: ["durationMs"], message: "happens at one moment and takes no duration." });
  if (durationMs === 0) problems.push({ path: ["durationMs"], message: "lasts no time: give a duration above 0, or leave it out for the default." });
  if (problems.length > 0 || !target) return { problems };
  const endMs = atMs + (durationMs ?? (typeof definition.lasts === "number" ? definition.lasts : 0));
  return { experiment: { id, type, target, parameters: parameters.data, atMs, endMs, hypothesis: hypothesisOf(hypothesis) } as Experiment };
}

/** The experiments of a checked design, in the order in which they begin. */
export function experimentsOf(design: Design): Experiment[] {
  const resolved = (design.scenario?.chaos ?? []).map((record) => resolveExperiment(design, record));
  return resolved.flatMap((each) => ("experiment" in each ? [each.experiment] : [])).toSorted((a, b) => a.atMs - b.atMs);
}

/** What an experiment is done to, as a person calls it. */
export function targetName(design: Design, target: ChaosTarget): string {
  if ("redis" in target) return "Redis";
  if ("zone" in target) return design.zones?.find(({ id }) => id === target.zone)?.name || target.zone;
  if ("edge" in target) {
    const edge = design.edges.find(({ id }) => id === target.edge);
    return edge ? `${nameOfNode(design, edge.from.node)}→${nameOfNode(design, edge.to.node)}` : target.edge;
  }
  return nameOfNode(design, target.node);
}

function nameOfNode(design: Design, id: string): string {
  return displayName(design.nodes.find((node) => node.id === id) ?? { id });
}

/** Whether events are emitted over an edge into something that could get them twice: it leads to no end, and is not how a channel is read. */
function emitsInto(design: Design, edge: DesignEdge): boolean {
  const [from, to] = [edge.from.node, edge.to.node].map((id) => design.nodes.find((node) => node.id === id));
  if (!from || !to || !isKindType(from.kind) || !isKindType(to.kind) || kinds[to.kind].role === "terminal") return false;
  return !isHandOver(edge, from.kind) && portsOf(from).some(({ direction, name, type }) => direction === "out" && name === edge.from.port && type === "event");
}

/** Whether a node can be the target of experiments of a type. */
export function takesNode(type: TargetType, kind: string): boolean {
  if (!isKindType(kind)) return false;
  switch (type) {
    case "consumer":
      return kind === "consumer";
    case "source":
      return kind === "producer";
    case "topic":
      return kind === "topic";
    case "store":
      return kind === "database";
    case "queue":
      return kind === "queue";
    case "channel":
      return kind === "queue" || kind === "topic" || kind === "exchange";
    case "zone":
    case "redis":
      return false;
  }
}

/** The targets of a type in a design. A zone is one where something is in it; "local" is the one of nodes without a zone. */
export function targetsOf(design: Design, type: TargetType): ChaosTarget[] {
  if (type === "redis") return [{ redis: true }];
  if (type === "zone") return [...new Set(design.nodes.map(({ zone }) => zone ?? LOCAL_ZONE))].map((zone) => ({ zone }));
  const nodes = design.nodes.filter(({ kind }) => takesNode(type, kind)).map(({ id }) => ({ node: id }));
  return type === "channel" ? [...nodes, ...design.edges.filter((edge) => emitsInto(design, edge)).map(({ id }) => ({ edge: id }))] : nodes;
}

function targetOf(target: unknown): ChaosTarget | undefined {
  if (typeof target !== "object" || target === null) return undefined;
  const { node, edge, zone, redis } = target as { node?: unknown; edge?: unknown; zone?: unknown; redis?: unknown };
  if (typeof node === "string") return { node };
  if (typeof edge === "string") return { edge };
  if (typeof zone === "string") return { zone };
  return redis === true ? { redis } : undefined;
}

function refusalOf(design: Design, definition: ExperimentDefinition, target: ChaosTarget): string | undefined {
  const { target: type, title } = definition;
  if ("redis" in target) return type === "redis" ? undefined : `is not done to Redis: write ${wanted(type)}.`;
  if ("zone" in target) {
    if (type !== "zone") return `is not done to a zone: write ${wanted(type)}.`;
    return target.zone === LOCAL_ZONE || design.zones?.some(({ id }) => id === target.zone) ? undefined : `is done to a zone "${target.zone}" that does not exist.`;
  }
  if ("edge" in target) {
    const edge = design.edges.find(({ id }) => id === target.edge);
    if (!edge) return `is done to an edge "${target.edge}" that does not exist.`;
    if (type !== "channel") return `is not done to an edge: write ${wanted(type)}.`;
    return emitsInto(design, edge) ? undefined : `(${title}) is not done to ${targetName(design, target)}: write an edge that events are emitted over, and that does not end there.`;
  }
  const node = design.nodes.find(({ id }) => id === target.node);
  if (!node) return `is done to a node "${target.node}" that does not exist.`;
  return takesNode(type, node.kind) ? undefined : `(${title}) is not done to ${displayName(node)}: write ${wanted(type)}.`;
}

function wanted(type: TargetType): string {
  if (type === "redis") return '{ "redis": true }';
  if (type === "channel") return 'a queue, topic or exchange, { "node": id }, or an edge, { "edge": id }';
  return type === "zone" ? 'a zone, { "zone": id }' : `a ${type}, { "node": id }`;
}

function hypothesisOf(hypothesis: ChaosRecord["hypothesis"]): Hypothesis {
  if (typeof hypothesis === "string" || hypothesis === undefined) return { stated: hypothesis !== undefined, text: hypothesis ?? "", holds: false, recoversWithinMs: undefined, slos: undefined };
  const { text = "", holds = false, recoversWithinMs, slos } = hypothesis;
  return { stated: true, text, holds, recoversWithinMs, slos };
}

/** "The experiment Kill zone at 10 s". */
export function whoIsExperiment({ experiment, atMs, id }: ChaosRecord): string {
  return `The experiment ${isExperimentType(experiment) ? EXPERIMENTS[experiment].title : id} at ${formatDuration(atMs)}`;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

import type { Experiment } from "../../chaos/resolve.ts";
import type { Topology } from "../../topology/topology.ts";
import { LOCAL_ZONE } from "../../graph/local-zone.ts";
import { DNS_LABEL, NameScope } from "../names.ts";
import { zoneLabel, zoneValue } from "../kubernetes-zones.ts";
import type { DeployedNames } from "./names.ts";
import type { ChaosOptions } from "./options.ts";

interface Selector {
  readonly namespaces: readonly string[];
  readonly labelSelectors?: Readonly<Record<string, string>>;
  readonly expressionSelectors?: readonly { readonly key: string; readonly operator: "In"; readonly values: readonly string[] }[];
  readonly nodeSelectors?: Readonly<Record<string, string>>;
}

/** A fault as one of Chaos Mesh's kinds has it (chaos-mesh.org/docs/define-chaos-experiment-scope). */
export type Fault =
  | { readonly templateType: "PodChaos"; readonly podChaos: object }
  | { readonly templateType: "NetworkChaos"; readonly networkChaos: object }
  | { readonly templateType: "StressChaos"; readonly stressChaos: object };

/** What Chaos Mesh cannot do of an experiment, and what to do instead. */
export interface Refused {
  readonly why: string;
  readonly instead: string;
}

/** What an experiment is in a cluster; a fault that is not quite the same says what it lacks. */
export interface Translated {
  readonly fault?: Fault;
  readonly lost?: Refused;
}

/** A moment's fault is given this long to be over, ms. */
const MOMENT_MS = 10_000;

/** Turns experiments into faults on the pods that the export to Kubernetes makes. */
export class ChaosMesh {
  constructor(
    private readonly topology: Topology,
    private readonly names: DeployedNames,
    private readonly options: ChaosOptions,
  ) {}

  /** One experiment. */
  translate(experiment: Experiment): Translated {
    const { type, target, atMs, endMs } = experiment;
    const parameters = experiment.parameters as Readonly<Record<string, unknown>>;
    const duration = `${Math.max(1, Math.ceil((endMs - atMs) / 1000))}s`;
    const isMoment = endMs === atMs;
    const selector = "zone" in target ? this.zone(target.zone) : "node" in target ? this.program(target.node) : this.labelled({ "app.kubernetes.io/name": this.options.rabbitmqCluster });
    const pods = (action: string, more: object = { mode: "all" }): Translated =>
      selector ? { fault: { templateType: "PodChaos", podChaos: { action, ...more, selector, ...(action === "pod-failure" ? { duration } : { gracePeriod: 0 }) } } } : NOWHERE;
    const network = (action: string, more: object): Translated =>
      selector
        ? { fault: { templateType: "NetworkChaos", networkChaos: { action, mode: "all", selector, direction: "both", target: { mode: "all", selector: this.labelled({ "app.kubernetes.io/name": this.options.rabbitmqCluster }) }, ...more, duration } } }
        : NOWHERE;
    switch (type as string) {
      case "crash-replica":
        return pods("pod-kill", { mode: "fixed", value: String(parameters.replicas) });
      case "kill-zone":
        return isMoment ? pods("pod-kill") : pods("pod-failure");
      case "kill-redis":
      case "power-loss":
        return isMoment ? pods("pod-kill") : pods("pod-failure");
      case "freeze-zone":
        return { ...pods("pod-failure"), lost: { why: "Chaos Mesh does not stop a process and let it go on: the pods fail for as long.", instead: "Send SIGSTOP and SIGCONT to the process in its pod with kubectl exec." } };
      case "partition":
        return network("partition", {});
      case "latency":
        return network("delay", { delay: { latency: `${Number(parameters.latency ?? 0)}ms`, jitter: `${Number(parameters.jitter ?? 0)}ms`, correlation: "0" } });
      case "bandwidth":
        return network("bandwidth", { bandwidth: { rate: `${Math.max(1, Math.round(Number(parameters.rate ?? 1)))}kbps`, limit: 20_971_520, buffer: 10_000 } });
      case "slow-consumer": {
        if (!selector) return NOWHERE;
        const fault: Fault = { templateType: "StressChaos", stressChaos: { mode: "all", selector, stressors: { cpu: { workers: 2, load: 100 } }, duration } };
        return { fault, lost: { why: "Chaos Mesh slows a program by taking its processor, not by a factor of its service time.", instead: "Measure what the stress does to the service time, and set the number of workers." } };
      }
      case "broker-down":
        return { fault: { templateType: "PodChaos", podChaos: { action: "pod-failure", mode: "all", selector: this.labelled({ "strimzi.io/pod-name": `${this.options.kafkaCluster}-kafka-${Number(parameters.broker)}` }), duration } } };
      case "spike":
        return { lost: { why: "Chaos Mesh makes no load.", instead: "Send it with a load generator, as many times the usual rate." } };
      case "poison-event":
      case "reorder":
      case "duplicate":
        return { lost: { why: "Chaos Mesh breaks pods and networks, not single events.", instead: "Publish such events from a test client." } };
      case "store-down":
        return { lost: { why: "Stores are made by no file of the Kubernetes export, so that no label of theirs is known.", instead: "Take a replica down with the store's own operator, or fail over by its console." } };
      default:
        return { lost: { why: "Chaos Mesh knows nothing like it between a program and its broker.", instead: "Put Toxiproxy between them: toxics.json says what to set when." } };
    }
  }

  private labelled(labelSelectors: Readonly<Record<string, string>>): Selector {
    return { namespaces: [this.options.namespace], labelSelectors };
  }

  private program(node: string): Selector | undefined {
    const name = this.names.programs.get(node);
    return name === undefined ? undefined : this.labelled({ "app.kubernetes.io/name": name });
  }

  private zone(id: string): Selector | undefined {
    const zone = this.topology.zones.find((each) => each.id === id);
    const values = this.topology.services.filter(({ node }) => node.zone === id).flatMap(({ node }) => this.names.programs.get(node.id) ?? []);
    if (values.length === 0) return undefined;
    const expressionSelectors = [{ key: "app.kubernetes.io/name", operator: "In" as const, values }];
    return { namespaces: [this.options.namespace], expressionSelectors, ...(zone && id !== LOCAL_ZONE && this.options.zones === "pin" ? { nodeSelectors: { [zoneLabel(zone)]: zoneValue(zone) } } : {}) };
  }
}

const NOWHERE: Translated = { lost: { why: "Nothing of it is a program in a cluster.", instead: "Break what stands for it where it runs." } };

/** A workflow that begins each fault at its time (chaos-mesh.org/docs/create-chaos-mesh-workflow); undefined where there is none. */
export function workflowOf(design: Topology["design"], faults: readonly { readonly experiment: Experiment; readonly fault: Fault }[], { namespace }: ChaosOptions): object | undefined {
  if (faults.length === 0) return undefined;
  const names = new NameScope({ ...DNS_LABEL, longest: 50 }, ["timeline"]);
  const seconds = (ms: number): string => `${Math.max(1, Math.ceil(ms / 1000))}s`;
  const endMs = Math.max(...faults.map(({ experiment }) => experiment.endMs));
  const templates = faults.flatMap(({ experiment, fault }) => {
    const { atMs } = experiment;
    const name = names.of(experiment.id, experiment.id);
    const lastsMs = Math.max(MOMENT_MS, experiment.endMs - atMs);
    const wait = `${name}-waits`;
    return [
      { name: `${name}-at-its-time`, templateType: "Serial", deadline: seconds(atMs + lastsMs + MOMENT_MS), children: [...(atMs > 0 ? [wait] : []), name] },
      ...(atMs > 0 ? [{ name: wait, templateType: "Suspend", deadline: seconds(atMs) }] : []),
      { name, deadline: seconds(lastsMs), ...fault },
    ];
  });
  const children = faults.map(({ experiment }) => `${names.of(experiment.id, experiment.id)}-at-its-time`);
  const name = DNS_LABEL.clean(design.name).slice(0, 40).replace(/-+$/, "") || "experiments";
  return {
    apiVersion: "chaos-mesh.org/v1alpha1",
    kind: "Workflow",
    metadata: { name, namespace },
    spec: { entry: "timeline", templates: [{ name: "timeline", templateType: "Parallel", deadline: seconds(endMs + 6 * MOMENT_MS), children }, ...templates] },
  };
}

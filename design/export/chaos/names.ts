import { brokersOf } from "../deployment-brokers.ts";
import { deploymentOf } from "../deployment.ts";
import { QUEUE_REDIS, RABBITMQ } from "../deployment-settings.ts";
import { flowOf } from "../../graph/compile.ts";
import type { Topology } from "../../topology/topology.ts";
import { kubernetesOptions } from "../kubernetes-options.ts";
import { LossReport } from "../target.ts";

/** What of the export to Kubernetes experiments and runbook have to name. */
export interface DeployedNames {
  /** The name of each program, by its node's id. */
  readonly programs: ReadonlyMap<string, string>;
}

/** The same longest name as that of the Kubernetes export. */
const LONGEST_NAME = 53;

/** Names as the export to Kubernetes gives them, so that selectors fit its pods. */
export function deployedNames(topology: Topology): DeployedNames {
  const options = kubernetesOptions.parse({});
  const flow = flowOf(topology.design);
  const brokers = brokersOf(topology, flow, new LossReport(), options.queues);
  const addresses = { rabbitmq: options.rabbitmqCluster, redis: options.redisHost, kafka: `${options.kafkaCluster}-kafka-bootstrap:9092`, storeHost: ({ name }: { name: string }) => name };
  const { services } = deploymentOf(topology, flow, brokers, addresses, [RABBITMQ, QUEUE_REDIS, options.redisHost, options.rabbitmqCluster], LONGEST_NAME);
  return { programs: new Map(services.map(({ service, name }) => [service.node.id, name])) };
}

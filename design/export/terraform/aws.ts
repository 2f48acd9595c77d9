import { z } from "zod";
import { choice } from "../../kinds/fields.ts";
import type { Topology } from "../../topology/topology.ts";
import { answersFor, loseCallEdges, loseSurroundings } from "../kind-answers.ts";
import type { HclValue } from "../hcl/hcl.ts";
import { defineTarget, type ExportResult } from "../target.ts";
import { writeAlarms } from "./aws-alarms.ts";
import { AwsDocument } from "./aws-document.ts";
import { writeQueuePolicies, writeQueues } from "./aws-queues.ts";
import { writeRouting } from "./aws-routing.ts";
import { writeSchedules } from "./aws-schedules.ts";
import { writeServices } from "./aws-services.ts";
import { writeStores } from "./aws-stores.ts";
import { writeTopics } from "./aws-topics.ts";
import { loseSteps } from "./step-losses.ts";

const NO_WORK = "AWS's queues and topics do not look into messages, change them or wait for them.";
const DO_IT_IN_A_SERVICE = "Do it in the service before it, or in the one behind it.";

/** Queues, topics, buses, stores and services on Amazon Web Services. */
export const terraformAws = defineTarget({
  title: "Terraform: AWS",
  summary: "SQS, SNS, EventBridge, Kinesis or MSK, ElastiCache, databases, ECS services and alarms.",
  options: z.strictObject({
    region: z
      .string()
      .regex(/^[a-z]{2}(?:-[a-z]+)+-\d$/, "A region is called such as eu-central-1.")
      .meta({ title: "Region", help: "The variable's default." })
      .default("eu-central-1"),
    queues: choice(["standard", "fifo"], { title: "Queues", help: "FIFO queues keep the order of each message group; those that deduplicate are always FIFO." }).default("standard"),
    topics: choice(["kinesis", "msk"], { title: "Topics", help: "A Kinesis stream for each, or one Kafka cluster for all." }).default("kinesis"),
    postgresql: choice(["aurora", "dynamodb"], { title: "PostgreSQL", help: "What databases of this flavour become; others become DynamoDB tables." }).default("aurora"),
    compute: choice(["ecs", "none"], { title: "Services", help: "As ECS services on Fargate, each with an image that you give; or not at all." }).default("ecs"),
  }),
  kinds: answersFor(
    {
      source: "partly",
      consumer: "partly",
      channel: { lost: "AWS has no such channel.", instead: "Draw a queue or a topic." },
      log: { lost: "AWS has no such log.", instead: "Draw a topic." },
      stage: { lost: NO_WORK, instead: "Do it in a service of its own between two queues." },
      inline: { lost: NO_WORK, instead: DO_IT_IN_A_SERVICE },
      callee: { lost: "Calls do not go over AWS's messaging.", instead: "Do it in the services that call." },
      policy: { lost: "AWS has no such policy.", instead: "Do it in the services." },
      terminal: { lost: "A message that is acknowledged is gone: nothing ends there.", instead: "Have the service before it delete the message and send nothing." },
    },
    {
      queue: "partly",
      topic: "partly",
      exchange: "partly",
      eventBus: "partly",
      deadLetter: "partly",
      filter: "partly",
      router: "partly",
      cache: "partly",
      database: "partly",
      autoscaler: "partly",
      loadBalancer: { lost: "Those who read a queue share it by themselves.", instead: "Deploy the services behind it, and put an aws_lb before those that are called." },
      delay: { lost: NO_WORK, instead: "Draw it as the delay of a queue, up to 15 minutes; use EventBridge Scheduler for longer." },
    },
  ),
  write(topology, options): ExportResult {
    const aws = new AwsDocument(topology, options);
    writeQueues(aws);
    writeTopics(aws);
    writeRouting(aws);
    writeQueuePolicies(aws);
    writeStores(aws);
    const scheduled = writeSchedules(aws);
    const services = topology.services.filter(({ node }) => !scheduled.has(node.id));
    if (options.compute === "ecs") writeServices(aws, services);
    else loseServices(aws, services);
    loseIdleScalers(aws);
    writeAlarms(aws);
    writeOutputs(aws);
    aws.losses.kinds(topology, aws.flow.nodes.values(), this.kinds);
    loseSteps(aws, aws.flow, topology, NO_WORK, DO_IT_IN_A_SERVICE);
    loseCallEdges(aws.losses, aws.flow, "Calls are made by the service's own code.");
    loseSurroundings(aws.losses, { ...topology, slos: [] }, "AWS");
    return { files: aws.files(), losses: aws.losses.all(topology) };
  },
});

function loseServices({ losses }: AwsDocument, services: Topology["services"]): void {
  for (const { node, scaler } of services) {
    losses.setting(node, "kind", node.kind, "Services are not written.", "Export with the option compute set to ecs, or deploy it otherwise.");
    if (scaler !== undefined) losses.setting(scaler, "kind", scaler.kind, "There is no service to scale.", "Export with the option compute set to ecs, or scale it where it is deployed.");
  }
}

/** Autoscalers that are attached to nothing. */
function loseIdleScalers({ losses, topology, flow }: AwsDocument): void {
  const used = new Set(topology.services.map(({ scaler }) => scaler?.id));
  for (const node of flow.nodes.values())
    if (node.kind === "autoscaler" && !used.has(node.id)) losses.setting(node, "kind", node.kind, "It governs no service.", "Attach it to a consumer.");
}

/** Addresses, by the resources' names. */
function writeOutputs(aws: AwsDocument): void {
  const { topology } = aws;
  const all = (entries: readonly (readonly [string, HclValue])[]): Record<string, HclValue> => Object.fromEntries(entries);
  const exchanges = (type: "sns" | "bus", attribute: string) =>
    topology.exchanges.flatMap(({ key }) => {
      const found = aws.destinationOf({ type: "exchange", key });
      return found?.type === type ? [[found.resource.name, found.resource.reference.at(attribute)] as const] : [];
    });
  aws.output("queue_urls", "URLs of the queues.", all([...aws.sqsQueues.values()].map(({ resource }) => [resource.name, resource.reference.at("url")] as const)));
  aws.output("topic_arns", "ARNs of the topics.", all(exchanges("sns", "arn")));
  aws.output("bus_names", "Names of the event buses.", all(exchanges("bus", "name")));
  aws.output("stream_names", "Names of the streams.", aws.options.topics === "msk" ? {} : all(topology.topics.map(({ key, node }) => {
    const { name, reference } = aws.named("aws_kinesis_stream", key, node.name);
    return [name, reference.at("name")] as const;
  })));
}

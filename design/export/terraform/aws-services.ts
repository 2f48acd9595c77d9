import type { Target, TopologyService } from "../../topology/topology.ts";
import { block, jsonencode, Reference, Template, type HclValue } from "../hcl/hcl.ts";
import { loseDrawnSettings } from "../kind-answers.ts";
import type { AwsDocument } from "./aws-document.ts";
import { writeScaling } from "./aws-scaling.ts";
import { isAurora } from "./aws-stores.ts";
import { brokersOf } from "./aws-topics.ts";
import type { Resource } from "./document.ts";
import { loseEnd } from "./routes.ts";

const NO_CODE = "It is what the program does, not what it runs on.";
const PROGRAM_IT = "Program it in the image of the service.";

/** What a service is told of one thing that it uses, and what it may do with it. */
interface Access {
  readonly environment: Readonly<Record<string, Reference | Template | string>>;
  readonly actions: readonly string[];
  readonly resources: readonly HclValue[];
}

/** Each service as one of ECS on Fargate: an image that is given, the addresses of what it uses in its environment, a role that may use just that. */
export function writeServices(aws: AwsDocument, services: readonly TopologyService[]): void {
  if (services.length === 0) return;
  const cluster = aws.named("aws_ecs_cluster", "services", aws.topology.design.name);
  aws.resource("services", "aws_ecs_cluster", cluster, { name: aws.awsName("ecs cluster", "services", aws.topology.design.name) }, block("setting", [], { name: "containerInsights", value: "enabled" }));
  const logs = aws.named("aws_cloudwatch_log_group", "services", aws.topology.design.name);
  aws.resource("services", "aws_cloudwatch_log_group", logs, { name: `/ecs/${aws.awsName("ecs cluster", "services", aws.topology.design.name)}`, retention_in_days: 30 });
  const execution = aws.role("services", "execution", "task execution", "ecs-tasks.amazonaws.com", [
    { Effect: "Allow", Action: ["logs:CreateLogStream", "logs:PutLogEvents"], Resource: new Template(logs.reference.at("arn"), ":*") },
    { Effect: "Allow", Action: ["ecr:GetAuthorizationToken", "ecr:BatchCheckLayerAvailability", "ecr:GetDownloadUrlForLayer", "ecr:BatchGetImage"], Resource: "*" },
  ]);
  for (const service of services) writeService(aws, service, { cluster, logs, execution });
}

function writeService(aws: AwsDocument, service: TopologyService, { cluster, logs, execution }: { readonly cluster: Resource; readonly logs: Resource; readonly execution: Reference }): void {
  const { node } = service;
  const own = aws.named("aws_ecs_service", node.id, node.name);
  const name = aws.awsName("ecs service", node.id, node.name);
  const accesses = accessesOf(aws, service);
  const replicas = node.kind === "consumer" ? node.settings.replicas : 1;
  const role = aws.role("services", `service:${node.id}`, node.name, "ecs-tasks.amazonaws.com", accesses.filter(({ actions }) => actions.length > 0).map(({ actions, resources }) => ({ Effect: "Allow", Action: actions, Resource: resources })));
  const environment = { ...Object.assign({}, ...accesses.map((access) => access.environment)), ...("concurrency" in node.settings ? { CONCURRENCY: String(node.settings.concurrency) } : {}) } as Access["environment"];
  const task = aws.named("aws_ecs_task_definition", node.id, node.name);
  aws.resource("services", "aws_ecs_task_definition", task, {
    family: name,
    requires_compatibilities: ["FARGATE"],
    network_mode: "awsvpc",
    cpu: aws.variable("task_cpu", "number", "CPU units of each task: 1024 are one processor.", 256),
    memory: aws.variable("task_memory", "number", "Memory of each task, MiB.", 512),
    execution_role_arn: execution.at("arn"),
    task_role_arn: role.at("arn"),
    container_definitions: jsonencode([
      {
        name,
        image: aws.variable(`${own.name}_image`, "string", `Container image of ${node.name}.`),
        essential: true,
        environment: Object.entries(environment).map(([key, value]) => ({ name: key, value })),
        logConfiguration: { logDriver: "awslogs", options: { "awslogs-group": logs.reference.at("name"), "awslogs-region": new Reference("var", "region"), "awslogs-stream-prefix": name } },
      },
    ]),
  });
  aws.resource(
    "services",
    "aws_ecs_service",
    own,
    { name, cluster: cluster.reference.at("id"), task_definition: task.reference.at("arn"), desired_count: replicas, launch_type: "FARGATE" },
    block("network_configuration", [], { subnets: aws.subnets(), security_groups: aws.securityGroups() }),
    ...(service.scaler === undefined ? [] : [block("lifecycle", [], { ignore_changes: [new Reference("desired_count")] })]),
  );
  if (service.scaler !== undefined) writeScaling(aws, service, service.scaler, { cluster, service: own });
  loseDrawnSettings(aws.losses, node, ["replicas", "concurrency", "path"], NO_CODE, PROGRAM_IT);
  if (node.kind === "httpSource" || node.kind === "webSocketGateway") aws.losses.setting(node, "path", node.settings.path, "Nothing leads requests to the service from outside.", "Put an aws_lb before it, with a rule for this path.");
  loseEnds(aws, service);
}

/** Ends that are programs of their own, or nothing: what is sent there has no address. */
function loseEnds(aws: AwsDocument, { sends }: TopologyService): void {
  for (const route of sends) {
    const end = aws.flow.nodes.get(route.to.key.replace(/^node:/, ""));
    if (route.to.type === "node" && end !== undefined && end.kind !== "deadLetter" && end.kind !== "sink") loseEnd(aws.losses, aws.topology, route, "It is no queue, topic or bus that the service could be told the address of.");
  }
}

/** Everything that a service reads, sends to and calls, each once. */
function accessesOf(aws: AwsDocument, { reads, sends, calls }: TopologyService): Access[] {
  const targets = new Map(sends.map(({ to }) => [`${to.type}:${to.key}`, to]));
  return [
    ...reads.flatMap(({ type, key }) => (type === "queue" ? receiving(aws, key) : reading(aws, key))),
    ...[...targets.values()].flatMap((to) => sending(aws, to)),
    ...calls.flatMap((id) => calling(aws, id)),
  ];
}

function receiving(aws: AwsDocument, key: string): Access[] {
  const queue = aws.sqsQueues.get(key)?.resource;
  return queue === undefined ? [] : [{ environment: { [`${upper(queue)}_QUEUE_URL`]: queue.reference.at("url") }, actions: ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:ChangeMessageVisibility", "sqs:GetQueueAttributes"], resources: [queue.reference.at("arn")] }];
}

function reading(aws: AwsDocument, key: string): Access[] {
  return topicAccess(aws, key, ["kinesis:GetRecords", "kinesis:GetShardIterator", "kinesis:DescribeStreamSummary", "kinesis:ListShards"], ["kafka-cluster:Connect", "kafka-cluster:DescribeTopic", "kafka-cluster:ReadData", "kafka-cluster:AlterGroup", "kafka-cluster:DescribeGroup"]);
}

function topicAccess(aws: AwsDocument, key: string, kinesis: readonly string[], kafka: readonly string[]): Access[] {
  const topic = aws.topology.topics.find((each) => each.key === key);
  if (topic === undefined) return [];
  const stream = aws.named("aws_kinesis_stream", key, topic.node.name);
  if (aws.options.topics === "kinesis") return [{ environment: { [`${upper(stream)}_STREAM_NAME`]: stream.reference.at("name") }, actions: kinesis, resources: [stream.reference.at("arn")] }];
  // Topics of MSK have ARNs of their own, made from the cluster's.
  return [{ environment: { KAFKA_BROKERS: brokersOf(aws) }, actions: kafka, resources: ["*"] }];
}

function sending(aws: AwsDocument, to: Target): Access[] {
  if (to.type === "topic") return topicAccess(aws, to.key, ["kinesis:PutRecord", "kinesis:PutRecords"], ["kafka-cluster:Connect", "kafka-cluster:DescribeTopic", "kafka-cluster:WriteData"]);
  const found = aws.destinationOf(to);
  if (found === undefined || found.type === "stream") return [];
  if (found.type === "queue") {
    const { resource } = found.queue;
    return [{ environment: { [`${upper(resource)}_QUEUE_URL`]: resource.reference.at("url") }, actions: ["sqs:SendMessage"], resources: [resource.reference.at("arn")] }];
  }
  const { resource } = found;
  return found.type === "sns"
    ? [{ environment: { [`${upper(resource)}_TOPIC_ARN`]: resource.reference.at("arn") }, actions: ["sns:Publish"], resources: [resource.reference.at("arn")] }]
    : [{ environment: { [`${upper(resource)}_BUS_NAME`]: resource.reference.at("name") }, actions: ["events:PutEvents"], resources: [resource.reference.at("arn")] }];
}

function calling(aws: AwsDocument, id: string): Access[] {
  const node = aws.topology.stores.find((store) => store.node.id === id)?.node;
  if (node === undefined) return [];
  if (node.kind === "cache") {
    const cache = aws.named("aws_elasticache_replication_group", id, node.name);
    return [{ environment: { [`${upper(cache)}_CACHE_ADDRESS`]: cache.reference.at("primary_endpoint_address") }, actions: [], resources: [] }];
  }
  if (!isAurora(aws, node)) {
    const table = aws.named("aws_dynamodb_table", id, node.name);
    return [{ environment: { [`${upper(table)}_TABLE_NAME`]: table.reference.at("name") }, actions: ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem", "dynamodb:Query"], resources: [table.reference.at("arn")] }];
  }
  const database = aws.named("aws_rds_cluster", id, node.name);
  const secret = database.reference.at("master_user_secret", 0, "secret_arn");
  return [{ environment: { [`${upper(database)}_DATABASE_ADDRESS`]: database.reference.at("endpoint"), [`${upper(database)}_DATABASE_SECRET_ARN`]: secret }, actions: ["secretsmanager:GetSecretValue"], resources: [secret] }];
}

function upper({ name }: Resource): string {
  return name.toUpperCase();
}

import type { NodeOf, TopologyService } from "../../topology/topology.ts";
import { block, jsonencode, type HclBlock, type HclObject, type HclValue, type Reference } from "../hcl/hcl.ts";
import { loseDrawnSettings } from "../kind-answers.ts";
import { awsCron } from "./aws-cron.ts";
import type { AwsDestination, AwsDocument } from "./aws-document.ts";
import { timeIn, type TimeRange } from "./ranges.ts";
import { losePassedSteps } from "./routes.ts";

/** Rates of EventBridge Scheduler are whole minutes. */
const MINUTES: TimeRange = { service: "EventBridge Scheduler", unitMs: 60_000, unit: "minutes", least: 1, most: 525_600 };
const ROLE = "schedules";
const ACTIONS = { queue: "sqs:SendMessage", sns: "sns:Publish", bus: "events:PutEvents", stream: "kinesis:PutRecord" } as const;

/** Schedules that EventBridge Scheduler can stand for; gives their ids. The others are services like any source. */
export function writeSchedules(aws: AwsDocument): ReadonlySet<string> {
  const written = new Set<string>();
  const puts = new Map<string, Map<string, Reference>>();
  for (const service of aws.topology.services) {
    const { node } = service;
    const expression = node.kind === "schedule" ? expressionOf(aws, node, service) : undefined;
    if (node.kind !== "schedule" || expression === undefined) continue;
    written.add(node.id);
    for (const to of destinationsOf(aws, service)) {
      const { reference, name } = to.type === "queue" ? to.queue.resource : to.resource;
      writeSchedule(aws, node, to, expression, name);
      puts.set(ACTIONS[to.type], (puts.get(ACTIONS[to.type]) ?? new Map<string, Reference>()).set(name, reference.at("arn")));
    }
    for (const route of service.sends) losePassedSteps(aws.losses, route, "EventBridge Scheduler sends everything past the steps on the way, straight to their end.", "Have the consumers at the end do the steps first.");
    loseDrawnSettings(aws.losses, node, ["cron", "everyMs", "timezone", "payload", "eventType"], "EventBridge Scheduler begins when it is declared, and goes on.", "Set start_date, end_date or state on the schedule.");
    loseContent(aws, node, service);
  }
  if (puts.size > 0) aws.role("services", ROLE, "schedules", "scheduler.amazonaws.com", [...puts].map(([action, arns]) => ({ Effect: "Allow", Action: action, Resource: [...arns.values()] })));
  return written;
}

/** When it emits; undefined where Scheduler cannot say it, or cannot reach all that it emits to as publishers must. */
function expressionOf(aws: AwsDocument, node: NodeOf<"schedule">, service: TopologyService): string | undefined {
  const destinations = destinationsOf(aws, service);
  if (service.sends.length === 0 || destinations.length < new Set(service.sends.map(({ to }) => to.key)).size) return undefined;
  const { cron, everyMs } = node.settings;
  if (cron !== undefined) return awsCron(cron);
  const minutes = timeIn(aws.losses, node, "everyMs", everyMs ?? 0, MINUTES);
  return `rate(${minutes} ${minutes === 1 ? "minute" : "minutes"})`;
}

/** What it emits to. It sends no message attributes, so that an exchange that looks at some is out of its reach. */
function destinationsOf(aws: AwsDocument, { sends }: TopologyService): AwsDestination[] {
  const targets = [...new Map(sends.map(({ to }) => [to.key, to])).values()];
  return targets.flatMap((to) => {
    const found = aws.destinationOf(to);
    if (found?.type !== "sns") return found ?? [];
    const exchange = aws.topology.exchanges.find(({ key }) => key === to.key);
    const looks = exchange?.node.kind !== "exchange" || exchange.node.settings.type !== "fanout" || exchange.bindings.some(({ steps }) => steps.length > 0);
    return looks || aws.isFifoTopic(to.key) ? [] : found;
  });
}

function writeSchedule(aws: AwsDocument, node: NodeOf<"schedule">, to: AwsDestination, schedule_expression: string, end: string): void {
  const key = `${node.id}:${end}`;
  const called = `${node.name} to ${end}`;
  const { payload, timezone, eventType } = node.settings;
  aws.resource(
    "services",
    "aws_scheduler_schedule",
    aws.named("aws_scheduler_schedule", key, called),
    { name: aws.awsName("rule", `schedule:${key}`, called), schedule_expression, schedule_expression_timezone: timezone },
    block("flexible_time_window", [], { mode: "OFF" }),
    block(
      "target",
      [],
      { arn: (to.type === "queue" ? to.queue.resource : to.resource).reference.at("arn"), role_arn: aws.named("aws_iam_role", ROLE, "schedules").reference.at("arn"), input: jsonencode((payload ?? {}) as HclValue) },
      ...parametersOf(to, node.id, eventType),
    ),
  );
}

/** What a target of this sort needs beside its ARN. */
function parametersOf(to: AwsDestination, source: string, detail_type: string): HclBlock[] {
  const only = (type: string, attributes: HclObject): HclBlock[] => [block(type, [], attributes)];
  if (to.type === "bus") return only("eventbridge_parameters", { detail_type, source });
  if (to.type === "stream") return only("kinesis_parameters", { partition_key: source });
  return to.type === "queue" && to.queue.fifo ? only("sqs_parameters", { message_group_id: source }) : [];
}

function loseContent({ losses }: AwsDocument, node: NodeOf<"schedule">, { sends }: TopologyService): void {
  const { payload, eventType } = node.settings;
  if (JSON.stringify(payload ?? null).includes("{{")) losses.setting(node, "payload", payload, "EventBridge Scheduler fills in no templates: they are sent as they are.", "Have the consumer fill them in.");
  if (!sends.every(({ to }) => to.type === "exchange")) losses.setting(node, "eventType", eventType, "EventBridge Scheduler sends a body and nothing beside it.", "Have the consumers take what comes without a type for this.");
}

import type { ExchangeType } from "../../kinds/exchange.ts";
import type { BusRule } from "../../kinds/event-bus.ts";
import type { NodeOf, Route, TopologyExchange } from "../../topology/topology.ts";
import { block, jsonencode, type HclBlock, type HclObject, type HclValue, type Reference } from "../hcl/hcl.ts";
import { statement, type AwsDestination, type AwsDocument } from "./aws-document.ts";
import { subscriptionsOf, type Subscription } from "./filters.ts";
import type { Resource } from "./document.ts";
import { edgeOf, loseEnd, losePassedSteps } from "./routes.ts";
import { snsFilter } from "./sns-filter.ts";
import { loseExchange, loseFilter } from "./step-losses.ts";

/** Key of the role that EventBridge takes. */
const BUS_ROLE = "event-buses";

/** What rules were written to do, for the policies that let them. */
interface Written {
  /** Rules that publish to an SNS topic, by its key. */
  readonly publishing: Map<string, { readonly topic: Resource; readonly rules: Reference[] }>;
  /** What EventBridge puts events on by its role: ARNs by name, by action. */
  readonly puts: Map<"kinesis:PutRecord" | "events:PutEvents", Map<string, Reference>>;
}

/** Exchanges as SNS topics with filtered subscriptions, event buses as those of EventBridge. */
export function writeRouting(aws: AwsDocument): void {
  const written: Written = { publishing: new Map(), puts: new Map() };
  for (const { key, node, bindings, alternate } of aws.topology.exchanges) {
    if (node.kind === "exchange") writeTopic(aws, { key, node, bindings, alternate });
    else writeBus(aws, key, node, bindings, written);
  }
  writeRole(aws, written.puts);
  for (const [key, { topic, rules }] of written.publishing)
    aws.resource("routing", "aws_sns_topic_policy", aws.named("aws_sns_topic_policy", key, topic.name), {
      arn: topic.reference.at("arn"),
      policy: jsonencode({ Version: "2012-10-17", Statement: [statement("events.amazonaws.com", "sns:Publish", topic.reference.at("arn"), rules)] }),
    });
}

function writeTopic(aws: AwsDocument, { key, node, bindings, alternate }: Pick<TopologyExchange, "key" | "bindings" | "alternate"> & { readonly node: NodeOf<"exchange"> }): void {
  const { type } = node.settings;
  const topic = aws.named("aws_sns_topic", key, node.name);
  const subscriptions = subscriptionsOf(type, bindings);
  const fifo = aws.isFifoTopic(key);
  aws.resource("routing", "aws_sns_topic", topic, {
    name: `${aws.awsName("topic", key, node.name)}${fifo ? ".fifo" : ""}`,
    ...(fifo ? { fifo_topic: true, content_based_deduplication: true } : {}),
  });
  for (const subscription of subscriptions) writeSubscription(aws, topic, type, subscription);
  loseExchange(aws.losses, { node, alternate }, "SNS", "message attributes");
}

function writeSubscription(aws: AwsDocument, topic: Resource, type: ExchangeType, { to, routes, filter }: Subscription): void {
  const queue = aws.queueAt(to);
  if (queue === undefined) {
    for (const route of routes) loseEnd(aws.losses, aws.topology, route, "SNS leads messages to queues here: neither to topics and streams, nor to event buses, nor to programs without a queue.");
    return;
  }
  const { policy, scope, exact } = snsFilter(filter);
  if (!exact) for (const route of routes) loseFilter(aws.losses, route, type, "A filter policy");
  aws.resource("routing", "aws_sns_topic_subscription", aws.named("aws_sns_topic_subscription", `${topic.name}:${queue.key}`, `${topic.name} ${queue.resource.name}`), {
    topic_arn: topic.reference.at("arn"),
    protocol: "sqs",
    endpoint: queue.resource.reference.at("arn"),
    raw_message_delivery: true,
    ...(policy === undefined ? {} : { filter_policy: jsonencode(policy), filter_policy_scope: scope }),
  });
  aws.allow(queue, "sns.amazonaws.com", topic.reference.at("arn"));
}

function writeBus(aws: AwsDocument, key: string, node: NodeOf<"eventBus">, rules: readonly Route[], written: Written): void {
  const bus = aws.named("aws_cloudwatch_event_bus", key, node.name);
  aws.resource("routing", "aws_cloudwatch_event_bus", bus, { name: aws.awsName("bus", key, node.name) });
  for (const route of rules) {
    const to = aws.destinationOf(route.to);
    if (to === undefined || (to.type === "sns" && aws.isFifoTopic(to.key))) {
      loseEnd(aws.losses, aws.topology, route, to === undefined ? "EventBridge leads events to queues, topics and buses here, not to programs without a queue." : "EventBridge does not publish to FIFO topics.");
      continue;
    }
    losePassedSteps(aws.losses, route, "EventBridge leads everything past the steps on the way, straight to their end.", "Put what a filter asks into the pattern, and have the consumers at the end do the other steps.");
    writeRule(aws, bus, route, to, written);
  }
}

function writeRule(aws: AwsDocument, bus: Resource, route: Route, to: AwsDestination, written: Written): void {
  const { pattern } = route.settings as BusRule;
  const end = to.type === "queue" ? to.queue.resource : to.resource;
  // A step may lead one rule to several ends: each is a rule of its own here, with the same pattern.
  const key = `${route.edge}:${end.reference.path.join(".")}`;
  const called = `${bus.name} to ${end.name}`;
  const rule = aws.named("aws_cloudwatch_event_rule", key, called);
  const name = aws.awsName("rule", key, called);
  const event_bus_name = bus.reference.at("name");
  aws.resource("routing", "aws_cloudwatch_event_rule", rule, { name, event_bus_name, event_pattern: jsonencode((pattern ?? {}) as HclValue) });
  const { attributes, blocks } = targetOf(aws, route, to, written);
  aws.resource("routing", "aws_cloudwatch_event_target", aws.named("aws_cloudwatch_event_target", key, called), { rule: rule.reference.at("name"), event_bus_name, target_id: name, arn: end.reference.at("arn"), ...attributes }, ...blocks);
  if (to.type === "queue") aws.allow(to.queue, "events.amazonaws.com", rule.reference.at("arn"));
  if (to.type === "sns") {
    const found = written.publishing.get(to.key) ?? { topic: to.resource, rules: [] };
    found.rules.push(rule.reference.at("arn"));
    written.publishing.set(to.key, found);
  }
}

/** What a target of this sort needs beside its ARN. */
function targetOf(aws: AwsDocument, route: Route, to: AwsDestination, { puts }: Written): { readonly attributes: HclObject; readonly blocks: readonly HclBlock[] } {
  if (to.type === "sns") return { attributes: {}, blocks: [] };
  if (to.type === "queue") {
    if (!to.queue.fifo) return { attributes: {}, blocks: [] };
    aws.losses.setting(edgeOf(route), "key", to.queue.name, "EventBridge sends everything to a FIFO queue in one message group.", "Lead the rule to a standard queue, and have its consumer publish with the event's key as MessageGroupId.");
    return { attributes: {}, blocks: [block("sqs_target", [], { message_group_id: "event-bus" })] };
  }
  const action = to.type === "stream" ? "kinesis:PutRecord" : "events:PutEvents";
  puts.set(action, (puts.get(action) ?? new Map<string, Reference>()).set(to.resource.name, to.resource.reference.at("arn")));
  return {
    attributes: { role_arn: aws.named("aws_iam_role", BUS_ROLE, "event buses").reference.at("arn") },
    blocks: to.type === "stream" ? [block("kinesis_target", [], { partition_key_path: "$.id" })] : [],
  };
}

/** What EventBridge acts as when it puts events on streams and other buses. */
function writeRole(aws: AwsDocument, puts: Written["puts"]): void {
  const statements = [...puts].map(([action, arns]) => ({ Effect: "Allow", Action: action, Resource: [...arns.values()] }));
  if (statements.length > 0) aws.role("routing", BUS_ROLE, "event buses", "events.amazonaws.com", statements);
}

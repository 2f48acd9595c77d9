import type { Slo } from "../../document/schema.ts";
import type { AwsDocument, SqsQueue } from "./aws-document.ts";

const PERIOD_MS = 60_000;
const NO_ALARM = "CloudWatch has no metric of a queue that says this.";
const MEASURE_IT = "Have the services publish it to CloudWatch, and write an alarm on that.";

/** A metric of SQS that an objective is held against. */
interface QueueMetric {
  readonly name: string;
  readonly statistic: "Maximum" | "Sum";
  readonly threshold: number;
}

/** Objectives about queues as CloudWatch alarms; what no metric of a queue says is reported. */
export function writeAlarms(aws: AwsDocument): void {
  for (const slo of aws.topology.slos) {
    const queues = queuesOf(aws, slo);
    const metric = metricOf(slo);
    const comparison = comparisonOf(slo);
    if (queues.length === 0 || metric === undefined || comparison === undefined) {
      aws.losses.setting(slo, "slos", slo, NO_ALARM, MEASURE_IT);
      continue;
    }
    for (const queue of queues) writeAlarm(aws, slo, queue, metric, comparison);
    loseTheRest(aws, slo);
  }
}

/** The queues that an objective is about: a queue or dead letter itself, or those that a service reads. */
function queuesOf(aws: AwsDocument, { target }: Slo): SqsQueue[] {
  if (!("node" in target)) return [];
  const own = [`node:${target.node}`, target.node, `${target.node}:fifo`].flatMap((key) => aws.sqsQueues.get(key) ?? []);
  if (own.length > 0) return own;
  const read = aws.topology.services.find(({ node }) => node.id === target.node)?.reads ?? [];
  return read.flatMap(({ key }) => aws.sqsQueues.get(key) ?? []);
}

function metricOf({ metric, value }: Slo): QueueMetric | undefined {
  if (metric === "waitMs") return { name: "ApproximateAgeOfOldestMessage", statistic: "Maximum", threshold: value / 1000 };
  if (metric === "depth") return { name: "ApproximateNumberOfMessagesVisible", statistic: "Maximum", threshold: value };
  if (metric === "throughputPerSecond") return { name: "NumberOfMessagesDeleted", statistic: "Sum", threshold: (value * PERIOD_MS) / 1000 };
  return undefined;
}

/** When the alarm goes off: where the objective is missed. */
function comparisonOf({ op, value, metric }: Slo): string | undefined {
  if (op === "<=") return "GreaterThanThreshold";
  if (op === ">=") return "LessThanThreshold";
  return value === 0 && metric === "depth" ? "GreaterThanThreshold" : undefined;
}

function writeAlarm(aws: AwsDocument, slo: Slo, queue: SqsQueue, { name, statistic, threshold }: QueueMetric, comparison: string): void {
  const key = `${slo.id}:${queue.key}`;
  const called = `${slo.name} ${queue.resource.name}`;
  const actions = aws.variable("alarm_actions", "list(string)", "ARNs of what is told of an alarm, such as an SNS topic.", []);
  aws.resource("alarms", "aws_cloudwatch_metric_alarm", aws.named("aws_cloudwatch_metric_alarm", key, called), {
    alarm_name: aws.awsName("alarm", key, called),
    alarm_description: slo.name,
    namespace: "AWS/SQS",
    metric_name: name,
    dimensions: { QueueName: queue.resource.reference.at("name") },
    statistic,
    comparison_operator: comparison,
    threshold,
    period: PERIOD_MS / 1000,
    evaluation_periods: periodsOf(slo),
    treat_missing_data: comparison === "LessThanThreshold" ? "breaching" : "notBreaching",
    alarm_actions: actions,
    ok_actions: actions,
  });
}

/** Minutes that the objective must be missed for. */
function periodsOf({ forMs = 0 }: Slo): number {
  return Math.min(1440, Math.max(1, Math.ceil(forMs / PERIOD_MS)));
}

function loseTheRest({ losses }: AwsDocument, slo: Slo): void {
  const { metric, percentile, windowMs, forMs } = slo;
  if (metric === "waitMs") losses.setting(slo, "percentile", percentile, "The alarm looks at the age of the oldest message that is not yet deleted, being served or not, rather than at the waits of those that were taken.", "Nothing: it goes off sooner.");
  if (windowMs !== undefined && windowMs !== PERIOD_MS) losses.setting(slo, "windowMs", windowMs, "The alarm looks at each minute.", "Draw a window of 60 s.");
  if (forMs !== undefined && periodsOf(slo) * PERIOD_MS !== forMs) losses.setting(slo, "forMs", forMs, `Alarms count whole minutes, at most a day: written as ${periodsOf(slo)}.`, "Draw whole minutes.");
}

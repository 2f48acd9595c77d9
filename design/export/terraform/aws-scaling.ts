import type { NodeOf, TopologyService } from "../../topology/topology.ts";
import { block, Template, type HclBlock, type HclObject, type HclValue } from "../hcl/hcl.ts";
import type { AwsDocument, SqsQueue } from "./aws-document.ts";
import type { Resource } from "./document.ts";
import { secondsOf, timeIn } from "./ranges.ts";

/** Queries of one metric specification, less those for the tasks and the result (Application Auto Scaling takes 10). */
const MOST_METRICS = 8;
const COOLDOWN = secondsOf("Application Auto Scaling", 0, 31_536_000);
const PERIOD_S = 60;
/** How far below its target a metric is when target tracking scales in. */
const TOLERANCE = 0.1;

/** An autoscaler as target tracking: what one task should have of the backlog, of the arrivals, or of its processor. */
export function writeScaling(aws: AwsDocument, service: TopologyService, scaler: NodeOf<"autoscaler">, ecs: { readonly cluster: Resource; readonly service: Resource }): void {
  const { metric, threshold, minReplicas, maxReplicas, stabilizationDownMs, stabilizationUpMs } = scaler.settings;
  const { losses } = aws;
  const specification = specificationOf(aws, service, scaler, ecs);
  if (specification === undefined) {
    losses.setting(scaler, "metric", metric, "Target tracking cannot follow this metric of what the service reads: there is no scaling policy.", "Scale by lag over queues, or publish the metric to CloudWatch and scale by it.");
    return;
  }
  const key = `${scaler.id}:${service.node.id}`;
  const target = aws.named("aws_appautoscaling_target", key, scaler.name);
  const same = { service_namespace: "ecs", scalable_dimension: "ecs:service:DesiredCount" };
  aws.resource("services", "aws_appautoscaling_target", target, {
    ...same,
    resource_id: new Template("service/", ecs.cluster.reference.at("name"), "/", ecs.service.reference.at("name")),
    min_capacity: minReplicas,
    max_capacity: maxReplicas,
  });
  aws.resource(
    "services",
    "aws_appautoscaling_policy",
    aws.named("aws_appautoscaling_policy", key, scaler.name),
    { name: aws.awsName("scaling policy", key, scaler.name), policy_type: "TargetTrackingScaling", resource_id: target.reference.at("resource_id"), scalable_dimension: target.reference.at("scalable_dimension"), service_namespace: target.reference.at("service_namespace") },
    block(
      "target_tracking_scaling_policy_configuration",
      [],
      { target_value: metric === "utilization" ? threshold * 100 : threshold, scale_in_cooldown: timeIn(losses, scaler, "stabilizationDownMs", stabilizationDownMs, COOLDOWN), scale_out_cooldown: timeIn(losses, scaler, "stabilizationUpMs", stabilizationUpMs, COOLDOWN) },
      specification,
    ),
  );
  loseTheRest(aws, scaler);
}

function loseTheRest({ losses }: AwsDocument, scaler: NodeOf<"autoscaler">): void {
  const { metric, minReplicas, pollingMs, cooldownMs, syncMs, tolerance, stabilizationDownMs, stabilizationUpMs, activationThreshold, metricAgeMs } = scaler.settings;
  const minute = "Application Auto Scaling looks at CloudWatch's figures of a minute, and scales in after fifteen that are low.";
  losses.setting(scaler, "syncMs", syncMs, minute, "Draw a sync of 60 s and a metric that is a minute old.");
  if (tolerance !== TOLERANCE) losses.setting(scaler, "tolerance", tolerance, "Target tracking scales in when the metric is a tenth below its target.", "Draw 0.1.");
  losses.setting(scaler, "stabilizationDownMs", stabilizationDownMs, "It is written as a cooldown: a pause after each step down, rather than the most that was wanted meanwhile.", "Nothing, if a step down may come a little sooner or later.");
  if (stabilizationUpMs > 0) losses.setting(scaler, "stabilizationUpMs", stabilizationUpMs, "It is written as a cooldown: a pause after each step up, rather than the least that was wanted meanwhile.", "Nothing, if a step up may come a little sooner or later.");
  if (metricAgeMs > 0) losses.setting(scaler, "metricAgeMs", metricAgeMs, minute, "Draw a metric that is a minute old.");
  if (metric === "utilization") losses.setting(scaler, "metric", metric, "ECS knows how busy a task's processor is, not its slots.", "Scale by lag where the service waits for others rather than computing.");
  if (minReplicas === 0) {
    losses.setting(scaler, "pollingMs", pollingMs, minute, "Allow for a minute until the first task is started.");
    losses.setting(scaler, "cooldownMs", cooldownMs, "Target tracking has no cooldown of its own for the step to zero.", "Nothing, if it may stop sooner or later.");
    if (activationThreshold > 0) losses.setting(scaler, "activationThreshold", activationThreshold, "Target tracking comes back from zero for anything above its target.", "Add a step scaling policy that starts one task at this many messages.");
  }
}

/** The metric to follow; undefined where there is none. */
function specificationOf(aws: AwsDocument, { reads }: TopologyService, { settings }: NodeOf<"autoscaler">, ecs: { readonly cluster: Resource; readonly service: Resource }): HclBlock | undefined {
  if (settings.metric === "utilization") return block("predefined_metric_specification", [], { predefined_metric_type: "ECSServiceAverageCPUUtilization" });
  const queues = reads.flatMap(({ key }) => aws.sqsQueues.get(key) ?? []);
  if (queues.length === 0 || queues.length < reads.length || settings.metric === "waitMs") return undefined;
  // Lag counts what waits and what is being served.
  const names = settings.metric === "lag" ? ["ApproximateNumberOfMessagesVisible", "ApproximateNumberOfMessagesNotVisible"] : ["NumberOfMessagesSent"];
  const metrics = queues.flatMap((queue) => names.map((name) => ({ queue, name })));
  if (metrics.length > MOST_METRICS) return undefined;
  const sum = metrics.map((_, index) => `m${index}`).join(" + ");
  const perSecond = settings.metric === "lag" ? "" : ` / ${PERIOD_S}`;
  return block(
    "customized_metric_specification",
    [],
    {},
    ...metrics.map(({ queue, name }, index) => query(`m${index}`, queueMetric(queue, name), settings.metric === "lag" ? "Average" : "Sum")),
    query("tasks", { name: "RunningTaskCount", namespace: "ECS/ContainerInsights", dimensions: { ClusterName: ecs.cluster.reference.at("name"), ServiceName: ecs.service.reference.at("name") } }, "Average"),
    block("metrics", [], { id: "per_task", expression: `(${sum})${perSecond} / IF(tasks > 0, tasks, 1)`, label: "What one task has", return_data: true }),
  );
}

interface Metric {
  readonly name: string;
  readonly namespace: string;
  readonly dimensions: HclObject;
}

function queueMetric({ resource }: SqsQueue, name: string): Metric {
  return { name, namespace: "AWS/SQS", dimensions: { QueueName: resource.reference.at("name") } };
}

function query(id: string, { name, namespace, dimensions }: Metric, stat: string): HclBlock {
  const dimension = Object.entries(dimensions).map(([key, value]) => block("dimensions", [], { name: key, value: value as HclValue }));
  return block("metrics", [], { id, return_data: false }, block("metric_stat", [], { stat }, block("metric", [], { metric_name: name, namespace }, ...dimension)));
}

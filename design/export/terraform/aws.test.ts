import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { designOf } from "../../../tests/support/designs.ts";
import { readBack } from "../../../tests/support/terraform.ts";
import type { Design, Json } from "../../document/schema.ts";
import { awsCron } from "./aws-cron.ts";

/** Without services, so that what is said of queues stands out. */
async function exported(design: Design, options: Record<string, unknown> = { compute: "none" }) {
  const read = await readBack("terraform-aws", design, options);
  return { ...read, queue: (name: string) => read.of("aws_sqs_queue", name) };
}

const oneQueue = (settings: Record<string, Json>, options?: Record<string, unknown>) =>
  exported(designOf({ p: ["producer"], q: ["queue", settings], c: ["consumer"], d: ["deadLetter"] }, ["p > q", "q > c", "q.deadLetter > d"]), options);

describe("Terraform for AWS", () => {
  it("Q3 Q4 says attempts, lock, delay and time to live of a queue, and where its dead letters go", async () => {
    const { queue, of, lost } = await oneQueue({ attempts: 5, lockMs: 45_000, delayMs: 10_000, ttlMs: 3_600_000 });
    expect(queue("q")).toMatchObject({ name: "q", visibility_timeout_seconds: 45, delay_seconds: 10, message_retention_seconds: 3600, redrive_policy: expect.stringMatching(/deadLetterTargetArn = aws_sqs_queue\.d\.arn\s+maxReceiveCount\s+= 5/) });
    expect(of("aws_sqs_queue_redrive_allow_policy", "d")).toMatchObject({ queue_url: "${aws_sqs_queue.d.id}", redrive_allow_policy: expect.stringContaining("[aws_sqs_queue.q.arn]") });
    expect(lost("q")).toEqual(["ttlMs", "backoff", "stalledCheckMs", "maxStalled", "order"]);
    expect(lost("d")).toEqual(["retentionMs"]);
  });

  it("keeps values within what SQS takes, and says so", async () => {
    const { queue, lost } = await oneQueue({ lockMs: 86_400_000, delayMs: 3_600_000, ttlMs: 1500 });
    expect(queue("q")).toMatchObject({ visibility_timeout_seconds: 43_200, delay_seconds: 900, message_retention_seconds: 60 });
    expect(lost("q")).toEqual(expect.arrayContaining(["lockMs", "delayMs", "ttlMs"]));
  });

  it("makes queues that deduplicate FIFO, their dead letters and their topics with them", async () => {
    const { queue, of, lost } = await exported(
      designOf({ p: ["producer"], x: ["exchange", { type: "fanout" }], q: ["queue", { deduplicate: { by: "key", windowMs: 300_000 } }], r: ["queue"], c: ["consumer"], d: ["deadLetter"] }, ["p > x", "x > q", "x > r", "q > c", "r > c", "q.deadLetter > d", "r.deadLetter > d"]),
    );
    expect(queue("q")).toMatchObject({ name: "q.fifo", fifo_queue: true, content_based_deduplication: true });
    expect(queue("r")).not.toHaveProperty("fifo_queue");
    expect(queue("q")!["redrive_policy"]).toContain("aws_sqs_queue.d_fifo.arn");
    expect(queue("r")!["redrive_policy"]).toContain("aws_sqs_queue.d.arn");
    expect(queue("d_fifo")).toMatchObject({ name: "d-fifo.fifo", fifo_queue: true });
    expect(of("aws_sns_topic", "x")).toMatchObject({ name: "x.fifo", fifo_topic: true });
    expect(lost("q")).toContain("deduplicate.by");
    expect(lost("q")).not.toContain("deduplicate.windowMs");
  });

  it("Q3 never has queues take each other's dead letters in a circle, nor lead them to several places", async () => {
    const { queue, lost } = await exported(
      designOf({ p: ["producer"], a: ["queue"], b: ["queue"], e: ["queue"], c: ["consumer"], d: ["deadLetter"] }, ["p > a", "p > e", "a > c", "b > c", "e > c", "a.deadLetter > b", "b.deadLetter > a", "e.deadLetter > d", "e.deadLetter > b"]),
    );
    expect(queue("a")!["redrive_policy"]).toContain("aws_sqs_queue.b.arn");
    expect([queue("b")!["redrive_policy"], queue("e")!["redrive_policy"]]).toEqual([undefined, undefined]);
    expect([lost("a"), lost("b"), lost("e")].map((each) => each.includes("deadLetters"))).toEqual([false, true, true]);
  });

  it("X1 X2 filters what an exchange sends to its queues, and lets it send", async () => {
    const { of, lost } = await exported(
      designOf(
        { p: ["producer"], x: ["exchange"], h: ["exchange", { type: "headers" }], a: ["queue"], b: ["queue"], c: ["queue"], w: ["consumer"], t: ["topic"] },
        ["p > x", "p > h", ["x > a", { bindingKey: "order.#" }], ["x > a", { bindingKey: "refund" }], ["x > b", { bindingKey: "*.late" }], ["x > c", { bindingKey: "#" }], ["h > a", { headers: { kind: "a", size: 2 } }], ["h > b", { headers: { kind: "a", there: null }, match: "any" }], "a > w", "b > w", "c > w", ["x > t", { bindingKey: "#" }]],
      ),
    );
    const policy = (name: string): unknown => of("aws_sns_topic_subscription", name)!["filter_policy"];
    expect(of("aws_sns_topic_subscription", "x_a")).toMatchObject({ topic_arn: "${aws_sns_topic.x.arn}", endpoint: "${aws_sqs_queue.a.arn}", protocol: "sqs", raw_message_delivery: true, filter_policy_scope: "MessageAttributes" });
    expect(policy("x_a")).toMatch(/routingKey = \[\s*"order",\s*\{\s*prefix = "order\."\s*\},\s*"refund",\s*\]/);
    expect(policy("x_b")).toMatch(/suffix = "\.late"/);
    expect(policy("x_c")).toBeUndefined();
    expect(policy("h_a")).toMatch(/kind = \["a"\]\s+size = \[\s*\{\s*numeric = \["=", 2\]/);
    expect(policy("h_b")).toMatch(/"\$or" = \[[\s\S]*kind = \["a"\][\s\S]*exists = true/);
    expect(of("aws_sqs_queue_policy", "a")!["policy"]).toMatch(/Service = "sns\.amazonaws\.com"[\s\S]*"aws:SourceArn" = \[aws_sns_topic\.x\.arn, aws_sns_topic\.h\.arn\]/);
    expect([lost("e3"), lost("e5"), lost("e12")]).toEqual([[], ["bindingKey"], ["to"]]);
  });

  it("R1 says a filter or router behind an exchange as a filter policy, over attributes or over the body", async () => {
    const { of, lost } = await exported(
      designOf(
        { p: ["producer"], x: ["exchange", { type: "fanout" }], f: ["filter", { when: 'event.type == "paid" && event.priority < 3' }], g: ["filter", { when: "event.data.order.total > 100 && event.data.order.total <= 500" }], r: ["router", { rules: [{ port: "de", when: 'event.headers.country in ["DE", "AT"]' }] }], n: ["filter", { when: "size(event.data.items) > 1" }], a: ["queue"], b: ["queue"], c: ["queue"], d: ["queue"], w: ["consumer"] },
        ["p > x", "x > f", "f > a", "x > g", "g > b", "x > r", "r.de > c", "x > n", "n > d", "a > w", "b > w", "c > w", "d > w"],
      ),
    );
    const subscription = (name: string) => of("aws_sns_topic_subscription", name)!;
    expect(subscription("x_a")["filter_policy"]).toMatch(/eventType\s+= \["paid"\]\s+eventPriority = \[\s*\{\s*numeric = \["<", 3\]/);
    expect(subscription("x_b")).toMatchObject({ filter_policy_scope: "MessageBody", filter_policy: expect.stringMatching(/order = \{\s*total = \[\s*\{\s*numeric = \[">", 100, "<=", 500\]/) });
    expect(subscription("x_c")["filter_policy"]).toMatch(/country = \["DE", "AT"\]/);
    expect(subscription("x_d")).not.toHaveProperty("filter_policy");
    expect([lost("f"), lost("r"), lost("n"), lost("e8")]).toEqual([["when"], ["rules"], ["kind"], ["steps"]]);
  });

  it("X5 makes the edges of an event bus rules with their patterns, and lets each send", async () => {
    const pattern = { "detail-type": ["order"], detail: { total: [{ numeric: [">", 100] }], text: ["${not} this"] } };
    const { of, names, lost } = await exported(
      designOf({ p: ["producer"], b: ["eventBus"], q: ["queue"], x: ["exchange"], t: ["topic"], c: ["consumer"], s: ["sink"] }, ["p > b", ["b > q", { pattern }], ["b > x", { pattern }], ["b > t", { pattern }], ["b > s", { pattern }], ["x > q", { bindingKey: "#" }], "q > c", "t > c"]),
    );
    expect(names("aws_cloudwatch_event_rule")).toEqual(["b_to_q", "b_to_t", "b_to_x"]);
    expect(of("aws_cloudwatch_event_rule", "b_to_q")!["event_pattern"]).toMatch(/detail-type = \["order"\][\s\S]*numeric = \[">", 100\][\s\S]*text = \["\$\$\{not\} this"\]/);
    expect(of("aws_cloudwatch_event_target", "b_to_t")).toMatchObject({ arn: "${aws_kinesis_stream.t.arn}", role_arn: "${aws_iam_role.event_buses.arn}", kinesis_target: [{ partition_key_path: "$.id" }] });
    expect(of("aws_sqs_queue_policy", "q")!["policy"]).toMatch(/sns\.amazonaws\.com[\s\S]*events\.amazonaws\.com|events\.amazonaws\.com[\s\S]*sns\.amazonaws\.com/);
    expect(of("aws_sns_topic_policy", "x")!["policy"]).toContain("aws_cloudwatch_event_rule.b_to_x.arn");
    expect(lost("e5")).toEqual(["to"]);
  });

  it("O1 scales a service by its backlog, and O5 holds queues against objectives", async () => {
    const { of, lost, names } = await exported(
      {
        ...designOf({ p: ["producer"], q: ["queue"], c: ["consumer", { replicas: 4, concurrency: 8 }], k: ["cache"], m: ["database", { flavor: "mongodb" }], s: ["autoscaler", { threshold: 25, minReplicas: 0, maxReplicas: 20 }] }, ["p > q", "q > c", "c.call > k.call", "k.origin > m.call", "s.governs > c.scaler"]),
        slos: [
          { id: "wait", name: "Waits", target: { node: "q" }, metric: "waitMs", percentile: 99, op: "<=", value: 30_000, forMs: 300_000 },
          { id: "none", name: "None lost", target: { all: true }, metric: "lost", op: "==", value: 0 },
        ],
      },
      {},
    );
    expect(of("aws_ecs_service", "c")).toMatchObject({ desired_count: 4, lifecycle: [{ ignore_changes: ["${desired_count}"] }] });
    expect(of("aws_ecs_task_definition", "c")!["container_definitions"]).toMatch(/"?Q_QUEUE_URL"?[\s\S]*aws_sqs_queue\.q\.url[\s\S]*K_CACHE_ADDRESS[\s\S]*CONCURRENCY"\s+value = "8"/);
    expect(of("aws_iam_role_policy", "c")!["policy"]).toMatch(/sqs:ReceiveMessage[\s\S]*aws_sqs_queue\.q\.arn/);
    expect(of("aws_iam_role_policy", "c")!["policy"]).not.toMatch(/= \[\]/);
    expect(of("aws_appautoscaling_target", "s")).toMatchObject({ min_capacity: 0, max_capacity: 20, resource_id: "service/${aws_ecs_cluster.test.name}/${aws_ecs_service.c.name}" });
    const [configuration] = of("aws_appautoscaling_policy", "s")!["target_tracking_scaling_policy_configuration"] as [{ target_value: number; customized_metric_specification: [{ metrics: Record<string, unknown>[] }] }];
    expect(configuration.target_value).toBe(25);
    expect(configuration.customized_metric_specification[0].metrics.map(({ id, expression }) => expression ?? id)).toEqual(["m0", "m1", "tasks", "(m0 + m1) / IF(tasks > 0, tasks, 1)"]);
    expect(of("aws_cloudwatch_metric_alarm", "waits_q")).toMatchObject({ metric_name: "ApproximateAgeOfOldestMessage", threshold: 30, evaluation_periods: 5, comparison_operator: "GreaterThanThreshold" });
    expect([lost("wait"), lost("none"), names("aws_dynamodb_table")]).toEqual([["percentile"], ["slos"], ["m"]]);
  });

  it("P6 makes schedules those of EventBridge where it reaches what they emit to, and services elsewhere", async () => {
    const { of, names, lost } = await exported(
      designOf({ s: ["schedule", { cron: "*/15 8-18 * * 1-5", timezone: "Europe/Berlin", payload: { a: "{{seq}}" } }], e: ["schedule", { everyMs: 90_000 }], k: ["schedule", { everyMs: 60_000 }], q: ["queue"], b: ["eventBus"], x: ["exchange"], c: ["consumer"] }, ["s > q", "e > b", "k > x", "q > c", ["b > q", { pattern: { source: ["e"] } }], ["x > q", { bindingKey: "#" }]]),
      {},
    );
    expect(of("aws_scheduler_schedule", "s_to_q")).toMatchObject({ schedule_expression: "cron(0/15 8-18 ? * 2,3,4,5,6 *)", schedule_expression_timezone: "Europe/Berlin", flexible_time_window: [{ mode: "OFF" }], target: [{ arn: "${aws_sqs_queue.q.arn}", role_arn: "${aws_iam_role.schedules.arn}" }] });
    expect(of("aws_scheduler_schedule", "e_to_b")).toMatchObject({ schedule_expression: "rate(2 minutes)", target: [{ eventbridge_parameters: [{ detail_type: "event", source: "e" }] }] });
    expect(of("aws_iam_role_policy", "schedules")!["policy"]).toMatch(/sqs:SendMessage[\s\S]*aws_sqs_queue\.q\.arn[\s\S]*events:PutEvents/);
    expect(names("aws_ecs_service")).toEqual(["c", "k"]);
    expect([lost("s"), lost("e")]).toEqual([["payload", "eventType"], ["everyMs"]]);
  });

  it("P6 says cron as EventBridge does, or not at all", () => {
    expect(["0 9 * * *", "@daily", "0 0 9 1 */3 *", "*/5 * * * 0", "0 0 * * 5-7", "0 0 * * MON-FRI", "30 0 9 * * *", "0 0 1 * 1", "0 0 * * 5#2", "0 0 * * L"].map(awsCron)).toEqual([
      "cron(0 9 * * ? *)", "cron(0 0 * * ? *)", "cron(0 9 1 1/3 ? *)", "cron(0/5 * ? * 1 *)", "cron(0 0 ? * 6,7,1 *)", "cron(0 0 ? * MON-FRI *)", undefined, undefined, undefined, undefined,
    ]);
  });

  it("has no password in it, and leaves services out when told", async () => {
    const design = designOf({ p: ["producer"], c: ["consumer"], d: ["database"], a: ["autoscaler"] }, ["p > c", "c.call > d.call", "a.governs > c.scaler"]);
    const { of, text } = await exported(design, {});
    expect(of("aws_rds_cluster", "d")).toMatchObject({ manage_master_user_password: true });
    expect(text).not.toMatch(/password\s*=\s*"/);
    const { names, lost } = await exported(design);
    expect(names("aws_ecs_service")).toEqual([]);
    expect([lost("p"), lost("c"), lost("a")]).toEqual([["kind"], ["kind"], ["kind"]]);
  });

  it("can be read back: every setting of queues and topics but for those that the report names", { timeout: 60_000 }, async () => {
    const ms = fc.oneof(fc.integer({ min: 100, max: 2e9 }), fc.integer({ min: 1, max: 50_000 }).map((seconds) => seconds * 1000));
    const queue = fc.record({ attempts: fc.integer({ min: 1, max: 1000 }), lockMs: ms, delayMs: ms, ttlMs: ms }, { requiredKeys: [] });
    const topic = fc.record({ partitions: fc.integer({ min: 1, max: 1000 }), retentionMs: fc.oneof(ms, fc.integer({ min: 1, max: 8760 }).map((hours) => hours * 3_600_000)), replicationFactor: fc.integer({ min: 2, max: 9 }) }, { requiredKeys: [] });
    await fc.assert(
      fc.asyncProperty(fc.array(queue, { minLength: 1, maxLength: 3 }), topic, fc.boolean(), async (queues, log, dead) => {
        const design = designOf(
          { p: ["producer"], c: ["consumer"], d: ["deadLetter"], t: ["topic", log as Record<string, Json>], ...Object.fromEntries(queues.map((each, n) => [`q${n}`, ["queue", each as Record<string, Json>] as [string, Record<string, Json>]])) },
          ["p > t", ...queues.flatMap((_, n) => [`p > q${n}`, `q${n} > c`, ...(dead ? [`q${n}.deadLetter > d`] : [])])],
        );
        const { queue: written, of, lost } = await exported(design);
        for (const [n, wanted] of queues.entries()) {
          const given = written(`q${n}`)!;
          const read = { attempts: Number(/maxReceiveCount\s+= (\d+)/.exec(String(given["redrive_policy"]))?.[1]), lockMs: Number(given["visibility_timeout_seconds"]) * 1000, delayMs: Number(given["delay_seconds"]) * 1000, ttlMs: Number(given["message_retention_seconds"]) * 1000 };
          for (const [property, value] of Object.entries(wanted)) if (!lost(`q${n}`).includes(property)) expect([property, read[property as keyof typeof read]]).toEqual([property, value]);
        }
        const stream = of("aws_kinesis_stream", "t")!;
        const read = { partitions: stream["shard_count"], retentionMs: Number(stream["retention_period"]) * 3_600_000, replicationFactor: 3 };
        for (const [property, value] of Object.entries(log)) if (!lost("t").includes(property)) expect([property, read[property as keyof typeof read]]).toEqual([property, value]);
      }),
      { numRuns: 20 },
    );
  });
});

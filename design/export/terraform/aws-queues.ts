import type { QueueSettings } from "../../kinds/queue.ts";
import type { NodeOf, TopologyQueue } from "../../topology/topology.ts";
import { jsonencode, type HclObject } from "../hcl/hcl.ts";
import { statement, type AwsDocument, type SqsQueue } from "./aws-document.ts";
import { secondsOf, timeIn } from "./ranges.ts";
import { loseQueueSettings, loseStalls } from "./queue-losses.ts";
import { endsOf, leadsTo, losePassedSteps, soleTarget } from "./routes.ts";

/** SQS's limits (Amazon SQS Developer Guide, "Amazon SQS message quotas" and "queue parameters"). */
const VISIBILITY = secondsOf("SQS", 1, 43_200);
const DELAY = secondsOf("SQS", 0, 900);
const RETENTION = secondsOf("SQS", 60, 1_209_600);
const DEDUPLICATION_MS = 300_000;
/** Queues that a dead-letter queue can name as its own. */
const MOST_SOURCES = 10;

const SAME_FOR_ALL: HclObject = { receive_wait_time_seconds: 20, sqs_managed_sse_enabled: true };

/** Every queue and dead letter, and what they lead to. */
export function writeQueues(aws: AwsDocument): void {
  const redrives = new Map<string, string>();
  for (const queue of aws.topology.queues) writeQueue(aws, queue, redrives);
  for (const end of aws.topology.ends) if (end.kind === "deadLetter") writeDeadLetter(aws, end);
  for (const target of new Set(redrives.values())) allowRedrive(aws, target, [...redrives].filter(([, each]) => each === target).map(([key]) => key));
}

function writeQueue(aws: AwsDocument, queue: TopologyQueue, redrives: Map<string, string>): void {
  const sqs = aws.sqsQueues.get(queue.key);
  if (sqs === undefined) return;
  const { settings } = queue;
  const dead = redriveOf(aws, queue, sqs, redrives);
  if (dead !== undefined) redrives.set(queue.key, dead.key);
  aws.resource("queues", "aws_sqs_queue", sqs.resource, {
    name: sqs.name,
    ...fifoAttributes(sqs),
    visibility_timeout_seconds: timeIn(aws.losses, queue, "lockMs", settings.lockMs, VISIBILITY),
    message_retention_seconds: retention(aws, queue),
    delay_seconds: timeIn(aws.losses, queue, "delayMs", settings.delayMs, DELAY),
    ...SAME_FOR_ALL,
    redrive_policy: dead === undefined ? undefined : jsonencode({ deadLetterTargetArn: dead.resource.reference.at("arn"), maxReceiveCount: settings.attempts }),
  });
  loseTheRest(aws, queue, sqs);
}

function fifoAttributes({ fifo }: SqsQueue): HclObject {
  return fifo ? { fifo_queue: true, content_based_deduplication: true } : {};
}

function retention({ losses }: AwsDocument, queue: TopologyQueue): number {
  const { ttlMs } = queue.settings;
  if (ttlMs === undefined) {
    losses.setting(queue, "ttlMs", undefined, "SQS keeps no message for longer than 14 days.", "Alert on the age of the oldest message long before.");
    return RETENTION.most;
  }
  if (queue.deadLetters.length > 0) losses.setting(queue, "ttlMs", ttlMs, "SQS deletes a message whose time is over: it does not go to the dead letters.", "Have the consumer look at the message's age, and send what is too old to the dead letters itself.");
  return timeIn(losses, queue, "ttlMs", ttlMs, RETENTION);
}

/** Where the dead letters go; undefined, and reported, where a redrive policy cannot say it. */
function redriveOf(aws: AwsDocument, queue: TopologyQueue, own: SqsQueue, redrives: ReadonlyMap<string, string>): SqsQueue | undefined {
  const { losses } = aws;
  const { attempts } = queue.settings;
  if (queue.deadLetters.length === 0) {
    losses.setting(queue, "attempts", attempts, "Without dead letters SQS delivers a message that fails again until it is too old.", "Draw a dead letter at the queue's dead-letter port.");
    return undefined;
  }
  const target = soleTarget(queue);
  const dead = target === undefined ? undefined : aws.queueAt(target, own.fifo);
  const problem =
    target === undefined
      ? "A redrive policy names one dead-letter queue."
      : dead === undefined
        ? "A redrive policy names an SQS queue, nothing else."
        : dead.fifo !== own.fifo
          ? "The dead-letter queue of a standard queue must be a standard one, that of a FIFO queue a FIFO one."
          : leadsTo(dead.key, own.key, redrives)
            ? "A queue cannot be its own dead-letter queue, nor that of one whose dead letters it takes."
            : undefined;
  if (problem === undefined) {
    for (const route of queue.deadLetters) losePassedSteps(losses, route, "SQS leads dead letters past the steps on the way.", "Have whoever takes the dead letters do the steps first.");
    return dead;
  }
  losses.setting(queue, "deadLetters", endsOf(queue.deadLetters), problem, "Draw one dead letter at the queue's dead-letter port, and have a consumer lead on what lies there.");
  losses.setting(queue, "attempts", attempts, "Without a redrive policy SQS delivers a message that fails again until it is too old.", "Draw a dead letter at the queue's dead-letter port.");
  return undefined;
}

function loseTheRest({ losses }: AwsDocument, queue: TopologyQueue, { fifo }: SqsQueue): void {
  const { attempts, backoff, order, deduplicate } = queue.settings;
  if (attempts > 1) losses.setting(queue, "backoff", backoff, "SQS delivers a message again when its visibility timeout is over, however often it failed.", "Have the consumer set the visibility timeout of a failed message to the backoff (ChangeMessageVisibility).");
  loseStalls(losses, queue, "SQS");
  losses.setting(queue, "order", order, orderProblem(order, fifo), orderRemedy(order, fifo));
  loseQueueSettings(losses, queue, "SQS");
  if (deduplicate) loseDeduplication(losses, queue, deduplicate);
}

function loseDeduplication(losses: AwsDocument["losses"], queue: TopologyQueue, deduplicate: NonNullable<QueueSettings["deduplicate"]>): void {
  losses.setting(queue, "deduplicate.by", deduplicate.by, "A FIFO queue compares what the publisher sends as MessageDeduplicationId, or the whole body where it sends none.", `Send the event's ${deduplicate.by} as MessageDeduplicationId.`);
  if (deduplicate.windowMs !== DEDUPLICATION_MS) losses.setting(queue, "deduplicate.windowMs", deduplicate.windowMs, "A FIFO queue deduplicates over 5 minutes.", "Draw a window of 5 minutes, or make the consumer idempotent.");
}

function orderProblem(order: QueueSettings["order"], fifo: boolean): string {
  if (order === "lifo") return "SQS cannot deliver the newest first.";
  return fifo ? "A FIFO queue is in order within a message group, and a message that failed holds up those of its group." : "A standard queue delivers in about the order of arrival, and now and then twice.";
}

function orderRemedy(order: QueueSettings["order"], fifo: boolean): string {
  if (order === "lifo") return "Have the consumer drop what is too old.";
  return fifo ? "Send the event's key as MessageGroupId, and its id where order does not matter." : "Export with the option queues set to fifo where the order matters, and make consumers idempotent.";
}

/** A dead letter is a queue that nobody takes from; what may lie there for so long expires. */
function writeDeadLetter(aws: AwsDocument, node: NodeOf<"deadLetter">): void {
  const { retentionMs } = node.settings;
  if (retentionMs === undefined) aws.losses.setting(node, "retentionMs", undefined, "SQS keeps no message for longer than 14 days, those before it was a dead letter counted in a standard queue.", "Alert on messages there, and move what is to stay elsewhere.");
  const message_retention_seconds = retentionMs === undefined ? RETENTION.most : timeIn(aws.losses, node, "retentionMs", retentionMs, RETENTION);
  for (const key of [node.id, `${node.id}:fifo`]) {
    const sqs = aws.sqsQueues.get(key);
    if (sqs !== undefined) aws.resource("queues", "aws_sqs_queue", sqs.resource, { name: sqs.name, ...fifoAttributes(sqs), message_retention_seconds, ...SAME_FOR_ALL });
  }
  const redrive = node.outs.get("redrive") ?? [];
  if (redrive.length > 0) aws.losses.setting(node, "redrive", redrive.map(({ to }) => to.node), "SQS sends dead letters back when it is told to.", "Start a message move task (aws sqs start-message-move-task) when they are to be tried again.");
}

/** Only the queues that are drawn to may use it as their dead-letter queue. */
function allowRedrive(aws: AwsDocument, key: string, sources: readonly string[]): void {
  const target = aws.sqsQueues.get(key);
  if (target === undefined) return;
  const arns = sources.flatMap((key) => aws.sqsQueues.get(key)?.resource.reference.at("arn") ?? []);
  aws.resource("queues", "aws_sqs_queue_redrive_allow_policy", aws.named("aws_sqs_queue_redrive_allow_policy", key, target.resource.name), {
    queue_url: target.resource.reference.at("id"),
    redrive_allow_policy: jsonencode(arns.length > MOST_SOURCES ? { redrivePermission: "allowAll" } : { redrivePermission: "byQueue", sourceQueueArns: arns }),
  });
}

/** What lets topics and event buses send to queues; written when all of them are known. */
export function writeQueuePolicies(aws: AwsDocument): void {
  for (const [key, byService] of aws.senders) {
    const sqs = aws.sqsQueues.get(key);
    if (sqs === undefined) continue;
    const { reference, name } = sqs.resource;
    aws.resource("queues", "aws_sqs_queue_policy", aws.named("aws_sqs_queue_policy", key, name), {
      queue_url: reference.at("id"),
      policy: jsonencode({ Version: "2012-10-17", Statement: [...byService].map(([service, sources]) => statement(service, "sqs:SendMessage", reference.at("arn"), sources)) }),
    });
  }
}

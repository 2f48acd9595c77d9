import { flowOf, type Flow } from "../../graph/compile.ts";
import type { NodeOf, Target, Topology } from "../../topology/topology.ts";
import { type HclObject, type HclValue, jsonencode, Reference } from "../hcl/hcl.ts";
import { AWS_NAME, DNS_LABEL, NameScope, type NameRule } from "../names.ts";
import { TerraformDocument, type Resource, type TerraformFile } from "./document.ts";
import { soleTarget } from "./routes.ts";

/** What can be chosen for AWS. */
export interface AwsOptions {
  readonly region: string;
  readonly topics: "kinesis" | "msk";
  readonly queues: "standard" | "fifo";
  readonly postgresql: "aurora" | "dynamodb";
  readonly compute: "ecs" | "none";
}

/** An SQS queue: a channel, or a dead letter. FIFO queues have dead letters of their own, since SQS takes no others for them. */
export interface SqsQueue {
  readonly key: string;
  readonly resource: Resource;
  readonly name: string;
  readonly fifo: boolean;
}

/** What AWS leads messages to. */
export type AwsDestination =
  | { readonly type: "queue"; readonly queue: SqsQueue }
  | { readonly type: "sns" | "bus" | "stream"; readonly resource: Resource; readonly key: string };

type Service = "sns.amazonaws.com" | "events.amazonaws.com";

/** What names of one sort follow where it is not {@link AWS_NAME}. IAM adds 26 characters to a prefix of at most 38. */
const RULES: Readonly<Record<string, NameRule>> = {
  rule: { ...AWS_NAME, longest: 64, fallback: "rule" },
  role: { ...AWS_NAME, longest: 37, fallback: "role" },
  "msk cluster": { ...AWS_NAME, longest: 64, fallback: "topics" },
  cache: { ...DNS_LABEL, longest: 40, fallback: "cache" },
  database: { ...DNS_LABEL, longest: 50, fallback: "database" },
  table: { ...AWS_NAME, clean: (text) => AWS_NAME.clean(text).replace(/^.{1,2}$/, "$&-table"), fallback: "table" },
};
/** Every account has a bus of this name. */
const RESERVED = ["default"];

/** A configuration for AWS while it is written, with the names of everything in it. */
export class AwsDocument extends TerraformDocument {
  readonly flow: Flow;
  readonly sqsQueues = new Map<string, SqsQueue>();
  /** Who may send to a queue, by its key: the ARNs of topics and rules, by service. */
  readonly senders = new Map<string, Map<Service, Reference[]>>();
  /** Names of topics, buses, streams and stores. */
  private readonly scopes = new Map<string, NameScope>();
  private readonly fifo: ReadonlySet<string>;

  constructor(
    readonly topology: Topology,
    readonly options: AwsOptions,
  ) {
    const region = new Reference("var", "region");
    super({ name: "aws", source: "hashicorp/aws", version: "~> 6.0", attributes: { region } });
    this.variable("region", "string", "AWS region of everything that is declared here.", options.region);
    this.flow = flowOf(topology.design);
    this.fifo = fifoQueues(topology, options);
    for (const queue of topology.queues) this.addQueue(queue.key, queue.key, queue.name, this.fifo.has(queue.key));
    for (const end of topology.ends) if (end.kind === "deadLetter") this.addDeadLetter(end);
  }

  private addQueue(key: string, name: string, called: string, fifo: boolean): void {
    this.sqsQueues.set(key, { key, resource: this.named("aws_sqs_queue", name, called), name: `${this.awsName("queue", name, called)}${fifo ? ".fifo" : ""}`, fifo });
  }

  /** One for the dead letters of each sort of queue; a standard one where services and topics lead to it, or nothing does. */
  private addDeadLetter({ id, name }: NodeOf<"deadLetter">): void {
    const from = this.topology.queues.filter((queue) => soleTarget(queue)?.key === id).map(({ key }) => this.fifo.has(key));
    const others = this.topology.exchanges.some(({ bindings }) => bindings.some(({ to }) => to.key === id));
    if (from.includes(false) || others || from.length === 0) this.addQueue(id, id, name, false);
    if (from.includes(true)) this.addQueue(`${id}:fifo`, `${id}:fifo`, from.includes(false) || others ? `${name} fifo` : name, true);
  }

  /** The queue that a target stands for; for a FIFO queue's dead letters, the FIFO one. */
  queueAt({ key }: Pick<Target, "key">, fifo = false): SqsQueue | undefined {
    const own = this.sqsQueues.get(`${key}:fifo`);
    return fifo && own !== undefined ? own : (this.sqsQueues.get(key) ?? own);
  }

  /** What a target is on AWS; undefined for what is none of its messaging. */
  destinationOf(target: Target): AwsDestination | undefined {
    const queue = this.queueAt(target);
    if (queue !== undefined) return { type: "queue", queue };
    const { key } = target;
    const exchange = this.topology.exchanges.find((each) => each.key === key)?.node;
    if (exchange?.kind === "exchange") return { type: "sns", key, resource: this.named("aws_sns_topic", key, exchange.name) };
    if (exchange?.kind === "eventBus") return { type: "bus", key, resource: this.named("aws_cloudwatch_event_bus", key, exchange.name) };
    const topic = this.topology.topics.find((each) => each.key === key)?.node;
    return topic !== undefined && this.options.topics === "kinesis" ? { type: "stream", key, resource: this.named("aws_kinesis_stream", key, topic.name) } : undefined;
  }

  /** Whether an exchange is a FIFO topic: only such a one delivers to FIFO queues. */
  isFifoTopic(key: string): boolean {
    const bindings = this.topology.exchanges.find((each) => each.key === key)?.bindings ?? [];
    return bindings.some(({ to }) => this.queueAt(to)?.fifo === true);
  }

  subnets(): Reference {
    return this.variable("subnet_ids", "list(string)", "Subnets that services and stores are placed in, over several zones.");
  }

  securityGroups(): Reference {
    return this.variable("security_group_ids", "list(string)", "Security groups of services and stores: they must reach each other.");
  }

  /** A role that a service takes, and what it may do with it. */
  role(file: TerraformFile, key: string, called: string, service: string, statements: readonly HclObject[]): Reference {
    const role = this.named("aws_iam_role", key, called);
    this.resource(file, "aws_iam_role", role, {
      name_prefix: `${this.awsName("role", key, called)}-`,
      assume_role_policy: jsonencode({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Principal: { Service: service }, Action: "sts:AssumeRole" }] }),
    });
    if (statements.length > 0)
      this.resource(file, "aws_iam_role_policy", this.named("aws_iam_role_policy", key, called), { role: role.reference.at("id"), policy: jsonencode({ Version: "2012-10-17", Statement: statements }) });
    return role.reference;
  }

  /** A name on AWS for a thing of a sort, of which no two have the same. */
  awsName(sort: string, key: string, called: string): string {
    const scope = this.scopes.get(sort) ?? new NameScope(RULES[sort] ?? AWS_NAME, RESERVED);
    this.scopes.set(sort, scope);
    return scope.of(key, called);
  }

  /** Lets a topic or rule send to a queue. */
  allow({ key }: SqsQueue, service: Service, source: Reference): void {
    const byService = this.senders.get(key) ?? new Map<Service, Reference[]>();
    this.senders.set(key, byService.set(service, [...(byService.get(service) ?? []), source]));
  }
}

/** FIFO are all, or those that deduplicate; and the queues that take a FIFO queue's dead letters. */
function fifoQueues({ queues }: Topology, options: AwsOptions): ReadonlySet<string> {
  const fifo = new Set(queues.filter(({ settings }) => options.queues === "fifo" || settings.deduplicate !== undefined).map(({ key }) => key));
  for (let grown = -1; grown !== fifo.size; ) {
    grown = fifo.size;
    for (const queue of queues) {
      const target = fifo.has(queue.key) ? soleTarget(queue) : undefined;
      if (target?.type === "queue") fifo.add(target.key);
    }
  }
  return fifo;
}

/** A policy's statement. */
export function statement(service: Service, action: string, resource: HclValue, sources: readonly Reference[]): HclValue {
  return { Effect: "Allow", Principal: { Service: service }, Action: action, Resource: resource, Condition: { ArnEquals: { "aws:SourceArn": sources } } };
}

import { stringify } from "yaml";
import { z } from "zod";
import type { Json } from "../document/schema.ts";
import { flowOf, type Flow, type FlowNode } from "../graph/compile.ts";
import { choice } from "../kinds/fields.ts";
import { kindOf } from "../kinds/registry.ts";
import { topicEdgeSchema, type TopicEdgeSettings } from "../kinds/topic.ts";
import type { Topology } from "../topology/topology.ts";
import { AsyncApiChannels } from "./asyncapi-channels.ts";
import { EXTENSION, isKept, type AsyncApiDocument, type AsyncApiMessage, type AsyncApiOperation } from "./asyncapi-document.ts";
import { messagesOf, type Message } from "./asyncapi-messages.ts";
import { BROKERS, SERVERS } from "./asyncapi-protocol.ts";
import { ADDRESS_IS_SECRET, answersFor, isSecret, loseCallEdges, loseSurroundings } from "./kind-answers.ts";
import { CODE_IDENTIFIER, NameScope } from "./names.ts";
import { schemaOfTemplate } from "./payload-schema.ts";
import { defineTarget, LossReport, type ExportResult } from "./target.ts";

const NO_PROGRAM = "AsyncAPI says which messages an application sends and receives, not what it does.";
const NO_WORK = "AsyncAPI describes channels; what happens between them is a program's.";
const WRITE_IT = "Describe it in the service's own documents.";
const KEPT = `It is kept in ${EXTENSION}, which other tools pass over.`;

/** What is sent and received over which channels: an AsyncAPI 3.0 document of the whole design. */
export const asyncapi = defineTarget({
  title: "AsyncAPI 3.0",
  summary: "Channels, messages and who sends and receives them, for documents and generators.",
  options: z.strictObject({
    protocol: choice(BROKERS, { title: "Brokers", help: "By kind: topics on Kafka, queues and exchanges on RabbitMQ. AWS: queues on SQS, topics and exchanges on SNS. Or all of them on one." }).default("by-kind"),
    format: choice(["yaml", "json"], { title: "Written as", help: "YAML, or JSON." }).default("yaml"),
    version: z.string().min(1).max(100).meta({ title: "Version", help: "Of the application that is described." }).default("1.0.0"),
  }),
  kinds: answersFor(
    {
      source: { lost: "AsyncAPI says what is sent, not what makes an application send it.", instead: WRITE_IT },
      consumer: { lost: NO_PROGRAM, instead: WRITE_IT },
      channel: "partly",
      log: "partly",
      stage: { lost: NO_WORK, instead: "Do it in a service of its own between two channels." },
      inline: { lost: NO_WORK, instead: "Describe it in the service that does it." },
      callee: { lost: "AsyncAPI describes messages, not calls.", instead: "Describe calls with OpenAPI." },
      policy: { lost: NO_PROGRAM, instead: "Set it up where the consumers are deployed." },
      terminal: { lost: "AsyncAPI has channels and operations only: nothing ends there.", instead: "Nothing: the operation that receives the message is in the document." },
    },
    { producer: "partly", consumer: "partly", queue: "partly", topic: "partly", exchange: "partly", eventBus: "partly", deadLetter: "partly" },
  ),
  write(topology, { protocol, format, version }): ExportResult {
    const losses = new LossReport();
    const channels = new AsyncApiChannels(topology, protocol, losses);
    const writer = new DocumentWriter(topology, channels, losses);
    const document = writer.document(version);
    losses.kinds(topology, flowOf(topology.design).nodes.values(), this.kinds);
    loseCallEdges(losses, flowOf(topology.design), "AsyncAPI describes messages, not calls.");
    loseSurroundings(losses, topology, "AsyncAPI");
    return {
      files: [
        format === "json"
          ? { path: "asyncapi.json", language: "json", text: `${JSON.stringify(document, null, 2)}\n` }
          : { path: "asyncapi.yaml", language: "yaml", text: stringify(document, { aliasDuplicateObjects: false, lineWidth: 120 }) },
      ],
      losses: losses.all(topology),
    };
  },
});

class DocumentWriter {
  private readonly operationNames = new NameScope(CODE_IDENTIFIER);
  private readonly messageNames = new NameScope(CODE_IDENTIFIER);
  private readonly messages: ReadonlyMap<string, readonly Message[]>;
  private readonly flow: Flow;
  private readonly operations: Record<string, AsyncApiOperation> = {};
  private readonly services: Record<string, Json> = {};

  constructor(
    private readonly topology: Topology,
    private readonly channels: AsyncApiChannels,
    private readonly losses: LossReport,
  ) {
    this.messages = messagesOf(topology);
    this.flow = flowOf(topology.design);
  }

  document(version: string): AsyncApiDocument {
    const { design, services, stores, ends } = this.topology;
    const channels = this.channels.write((key) => this.messagesIn(key).map((message) => this.nameOf(message)));
    for (const service of services) {
      const { node } = service;
      for (const { type, key, group, edge } of service.reads) this.operation(node, "receive", key, type === "topic" ? { group, settings: this.readingOf(edge) } : {});
      for (const { from, to } of service.sends) if (this.channels.keyOf(to.key) !== undefined) this.operation(node, "send", to.key, { port: from.port });
      this.describe(node, service.reads.length > 0 && service.sends.some(({ to }) => this.channels.keyOf(to.key) !== undefined));
    }
    for (const end of ends) {
      const redrive = end.outs.get("redrive") ?? [];
      if (redrive.length > 0) this.losses.setting(end, "redrive", redrive.map(({ to }) => to.node), "AsyncAPI does not say where dead letters are sent back to.", "Describe it where dead letters are handled.");
    }
    for (const { node, reads } of stores) {
      const topics = this.topology.topics.flatMap(({ key, readers }) => readers.filter(({ service }) => service === node.id).map(({ group, edge }) => ({ key, group, edge })));
      for (const key of reads) this.operation(node, "receive", key);
      for (const { key, group, edge } of topics) this.operation(node, "receive", key, { group, settings: this.readingOf(edge) });
      if (reads.length + topics.length > 0) this.describe(node, false);
    }
    const servers = Object.fromEntries([...this.channels.protocols].map((protocol) => [protocol, SERVERS[protocol]]));
    return {
      asyncapi: "3.0.0",
      info: { title: design.name === "" ? "Untitled" : design.name, version, ...(design.description ? { description: design.description } : {}) },
      defaultContentType: "application/json",
      ...(Object.keys(servers).length === 0 ? {} : { servers }),
      channels,
      operations: this.operations,
      components: { messages: this.written() },
      [EXTENSION]: { services: this.services },
    };
  }

  private messagesIn(key: string): readonly Message[] {
    return this.messages.get(key) ?? [];
  }

  private nameOf({ id, name }: Message): string {
    return this.messageNames.of(id, name);
  }

  /** How a group tries again what fails, as far as it is drawn: it is reported, and kept. */
  private readingOf(edge: string): Record<string, Json> {
    const { attempts, backoffMs } = (this.flow.edges.get(edge)?.settings ?? {}) as Partial<TopicEdgeSettings>;
    const defaults = topicEdgeSchema.parse({});
    const drawn = Object.entries({ attempts, backoffMs }).filter(([property, value]) => value !== undefined && value !== defaults[property as keyof TopicEdgeSettings]) as [string, number][];
    for (const [property, value] of drawn) this.losses.setting({ id: edge }, property, value, `${NO_PROGRAM} ${KEPT}`, WRITE_IT);
    return Object.fromEntries(drawn);
  }

  private operation(node: FlowNode, action: "send" | "receive", key: string, { group, settings = {}, port = "out" }: { group?: string | undefined; settings?: Record<string, Json>; port?: string } = {}): void {
    const channel = this.channels.keyOf(key) ?? "";
    const name = this.operationNames.of(JSON.stringify([node.id, action, key, port]), `${node.name} ${action} ${channel}${port === "out" ? "" : ` ${port}`}`);
    const sent = this.messagesIn(key).map((message) => ({ $ref: `#/channels/${channel}/messages/${this.nameOf(message)}` }));
    const bindings = this.operationBindings(action, key, group);
    this.operations[name] = {
      action,
      channel: { $ref: `#/channels/${channel}` },
      title: node.name,
      tags: [{ name: node.name }],
      ...(sent.length === 0 ? {} : { messages: sent }),
      ...(bindings === undefined ? {} : { bindings }),
      [EXTENSION]: { service: node.id, ...(port === "out" ? {} : { port }), ...(Object.keys(settings).length === 0 ? {} : { settings }) },
    };
  }

  private operationBindings(action: "send" | "receive", key: string, group: string | undefined): AsyncApiOperation["bindings"] {
    const protocol = this.channels.protocolOf(key);
    if (protocol === "kafka" && group !== undefined) return { kafka: { groupId: { type: "string", enum: [group] }, bindingVersion: "0.5.0" } };
    if (protocol !== "amqp") return undefined;
    return { amqp: action === "receive" ? { ack: true, bindingVersion: "0.3.0" } : { deliveryMode: 2, bindingVersion: "0.3.0" } };
  }

  /** Keeps a service's settings, and reports those that are drawn. */
  private describe(node: FlowNode, sendsWhatItReceives: boolean): void {
    const defaults = (kindOf(node.kind).settings.safeParse({}).data ?? {}) as Record<string, unknown>;
    const drawn = Object.entries(node.settings).filter(([property, value]) => value !== undefined && JSON.stringify(value) !== JSON.stringify(defaults[property]));
    const kept = Object.fromEntries(drawn.filter(([property, value]) => isKept(value) && !isSecret(node, property))) as Record<string, Json>;
    this.services[node.id] = { kind: node.kind, name: node.name, ...(Object.keys(kept).length === 0 ? {} : { settings: kept }) };
    if (sendsWhatItReceives) this.losses.setting(node, "out", undefined, `AsyncAPI does not say that a message is sent because another was received, nor that two operations are of one service. ${KEPT}`, "Tags name the service of each operation.");
    for (const [property, value] of drawn) {
      if (property === "group" || property === "eventType") continue;
      const why = property === "payload" || property === "headers" ? "A schema says what values may be, not how they are drawn." : NO_PROGRAM;
      if (isSecret(node, property)) this.losses.setting(node, property, undefined, ADDRESS_IS_SECRET, "Give it to the program where it is deployed.");
      else this.losses.setting(node, property, value, `${why} ${KEPT}`, WRITE_IT);
    }
  }

  private written(): Record<string, AsyncApiMessage> {
    const all = new Map([...this.messages.values()].flat().map((message) => [message.id, message]));
    return Object.fromEntries(
      [...all.values()].map((message) => [
        this.nameOf(message),
        {
          name: message.name,
          contentType: "application/json" as const,
          ...(message.headers === undefined ? {} : { headers: schemaOfTemplate(message.headers) }),
          ...(message.payload === undefined ? {} : { payload: schemaOfTemplate(message.payload) }),
          ...(message.keyed && this.channels.protocols.has("kafka") ? { bindings: { kafka: { key: { type: "string" }, bindingVersion: "0.5.0" } } } : {}),
        },
      ]),
    );
  }
}

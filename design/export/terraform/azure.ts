import { z } from "zod";
import { choice, flag } from "../../kinds/fields.ts";
import type { TopologyTopic } from "../../topology/topology.ts";
import { block, type HclValue } from "../hcl/hcl.ts";
import { loseSurroundings } from "../kind-answers.ts";
import { defineTarget, type ExportResult } from "../target.ts";
import { AzureDocument } from "./azure-document.ts";
import { writeServiceBus } from "./azure-queues.ts";
import type { Resource } from "./document.ts";
import { messagingAnswers } from "./messaging-answers.ts";
import { timeIn, within } from "./ranges.ts";
import { topicReaderLosses } from "./reader-losses.ts";
import { loseSteps } from "./step-losses.ts";

/** Event Hubs' limits by tier ("Quotas and limits"). */
const EVENT_HUBS = { Standard: { partitions: 32, retentionHours: 168 }, Premium: { partitions: 100, retentionHours: 2160 } } as const;
const HOUR_MS = 3_600_000;
const NO_WORK = "Service Bus and Event Hubs do not look into messages, change them or wait for them.";
const DO_IT_IN_A_SERVICE = "Do it in the service before it, or in the one behind it.";

/** Service Bus queues and topics, and Event Hubs, on Microsoft Azure. */
export const terraformAzure = defineTarget({
  title: "Terraform: Azure",
  summary: "Service Bus queues, topics and subscriptions with rules; Event Hubs with consumer groups.",
  options: z.strictObject({
    sku: choice(["Standard", "Premium"], { title: "Tier", help: "Of both namespaces; Premium has processors of its own, and longer retention." }).default("Standard"),
    sessions: flag({ title: "Sessions", help: "Queues keep the order of each session; they take no message without one." }).default(false),
    partitioned: flag({ title: "Partitioned", help: "Standard queues and topics are spread over several brokers." }).default(false),
  }),
  kinds: messagingAnswers({ broker: "Service Bus", noWork: NO_WORK, eventBus: "Service Bus does not match patterns over a message's data.", insteadOfEventBus: "Use Event Grid, or publish what the patterns look at as properties and draw an exchange of type headers." }),
  write(topology, options): ExportResult {
    const azure = new AzureDocument(topology, options);
    writeServiceBus(azure);
    writeEventHubs(azure);
    const entities = (type: string): Record<string, HclValue> => Object.fromEntries(azure.declaredOf(type).map(({ name, reference }) => [name, reference.at("name")]));
    azure.output("queues", "Names of the queues.", entities("azurerm_servicebus_queue"));
    azure.output("topics", "Names of the topics.", entities("azurerm_servicebus_topic"));
    azure.output("event_hubs", "Names of the event hubs.", entities("azurerm_eventhub"));
    azure.losses.kinds(topology, azure.flow.nodes.values(), this.kinds);
    loseSteps(azure, azure.flow, topology, NO_WORK, DO_IT_IN_A_SERVICE);
    loseSurroundings(azure.losses, topology, "Azure");
    return { files: azure.files(), losses: azure.losses.all(topology) };
  },
});

/** Topics as event hubs of one namespace, each with its consumer groups. */
function writeEventHubs(azure: AzureDocument): void {
  const { topics } = azure.topology;
  if (topics.length === 0) return;
  const namespace = azure.named("azurerm_eventhub_namespace", "namespace", azure.topology.design.name);
  azure.resource("topics", "azurerm_eventhub_namespace", namespace, {
    name: azure.variable("eventhub_namespace_name", "string", "Name of the Event Hubs namespace: 6 to 50 letters, digits and hyphens, a letter first, that nobody else in Azure has."),
    location: azure.group.at("location"),
    resource_group_name: azure.group.at("name"),
    sku: azure.options.sku,
    capacity: azure.variable("eventhub_capacity", "number", "Throughput units (Standard) or processing units (Premium): each takes 1 MB/s.", 1),
  });
  for (const topic of topics) writeEventHub(azure, namespace, topic);
}

function writeEventHub(azure: AzureDocument, namespace: Resource, { key, node, readers }: TopologyTopic): void {
  const { losses, options } = azure;
  const { partitions, replicationFactor, minInsyncReplicas, retentionMs, retentionBytes, acks, unkeyed } = node.settings;
  const limits = EVENT_HUBS[options.sku];
  const hub = azure.named("azurerm_eventhub", key, node.name);
  azure.resource(
    "topics",
    "azurerm_eventhub",
    hub,
    { name: azure.azureName("event hub", key, node.name), namespace_id: namespace.reference.at("id"), partition_count: within(losses, node, "partitions", partitions, { service: "Event Hubs", least: 1, most: limits.partitions }) },
    block("retention_description", [], { cleanup_policy: "Delete", retention_time_in_hours: timeIn(losses, node, "retentionMs", retentionMs, { service: "Event Hubs", unitMs: HOUR_MS, unit: "hours", least: 1, most: limits.retentionHours }) }),
  );
  for (const group of new Set(readers.map((reader) => reader.group)))
    azure.resource("topics", "azurerm_eventhub_consumer_group", azure.named("azurerm_eventhub_consumer_group", `${key}:${group}`, `${hub.name} ${group}`), {
      name: azure.azureName(`group of ${key}`, group, group),
      eventhub_name: hub.reference.at("name"),
      namespace_name: namespace.reference.at("name"),
      resource_group_name: azure.group.at("name"),
    });
  losses.setting(node, "replicationFactor", replicationFactor, "Event Hubs keeps three copies by itself.", "Nothing: it is at least as safe.");
  losses.setting(node, "minInsyncReplicas", minInsyncReplicas, "Event Hubs answers when a majority of its copies has an event.", "Nothing: it is at least as safe.");
  if (acks !== "all") losses.setting(node, "acks", acks, "Acks are the producer's setting.", `Set acks=${acks} in its producers.`);
  if (retentionBytes !== undefined) losses.setting(node, "retentionBytes", retentionBytes, "Event Hubs keeps by time, whatever the size.", "Shorten the retention.");
  if (unkeyed !== "sticky") losses.setting(node, "unkeyed", unkeyed, "How events without a key are spread is the producer's setting.", "Set it in the producers.");
  topicReaderLosses(losses, azure.flow, readers, { attempts: "Event Hubs does not deliver an event again: its reader does." });
}

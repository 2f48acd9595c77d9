import { z } from "zod";
import { flag } from "../../kinds/fields.ts";
import type { TopologyTopic } from "../../topology/topology.ts";
import { block, type HclValue } from "../hcl/hcl.ts";
import { loseSurroundings } from "../kind-answers.ts";
import { defineTarget, type ExportResult } from "../target.ts";
import { GoogleDocument } from "./google-document.ts";
import { duration, neverExpires, writeQueues } from "./google-queues.ts";
import { messagingAnswers } from "./messaging-answers.ts";
import { secondsOf, timeIn } from "./ranges.ts";
import { topicReaderLosses } from "./reader-losses.ts";
import { loseSteps } from "./step-losses.ts";

const RETENTION = secondsOf("Pub/Sub", 600, 2_678_400);
const MOST_BACKOFF_MS = 600_000;
const NO_WORK = "Pub/Sub does not look into messages, change them or wait for them.";
const DO_IT_IN_A_SERVICE = "Do it in the service before it, or in the one behind it.";

/** Pub/Sub topics and subscriptions on Google Cloud. */
export const terraformGoogle = defineTarget({
  title: "Terraform: Google Cloud",
  summary: "Pub/Sub topics and subscriptions, with dead letters, retries and filters.",
  options: z.strictObject({
    ordering: flag({ title: "Ordering", help: "Queues keep the order of messages with the same ordering key; topics always do." }).default(false),
  }),
  kinds: messagingAnswers({ broker: "Pub/Sub", noWork: NO_WORK, eventBus: "Pub/Sub does not match patterns over a message's data.", insteadOfEventBus: "Use Eventarc, or publish what the patterns look at as attributes and draw an exchange of type headers." }),
  write(topology, options): ExportResult {
    const google = new GoogleDocument(topology, options);
    writeQueues(google);
    for (const topic of topology.topics) writeTopic(google, topic);
    const addresses = (type: "topic" | "subscription"): Record<string, HclValue> =>
      Object.fromEntries(google.declaredOf(`google_pubsub_${type}`).map(({ name, reference }) => [name, reference.at("id")]));
    google.output("topics", "Ids of the topics.", addresses("topic"));
    google.output("subscriptions", "Ids of the subscriptions.", addresses("subscription"));
    google.losses.kinds(topology, google.flow.nodes.values(), this.kinds);
    loseSteps(google, google.flow, topology, NO_WORK, DO_IT_IN_A_SERVICE);
    loseSurroundings(google.losses, topology, "Pub/Sub");
    return { files: google.files(), losses: google.losses.all(topology) };
  },
});

/** A topic keeps for those who come later; each group reads by a subscription of its own. */
function writeTopic(google: GoogleDocument, { key, node, readers }: TopologyTopic): void {
  const { losses, flow } = google;
  const { partitions, replicationFactor, minInsyncReplicas, retentionMs, retentionBytes, acks, unkeyed } = node.settings;
  const topic = google.topic(key, node.name);
  const message_retention_duration = `${timeIn(losses, node, "retentionMs", retentionMs, RETENTION)}s`;
  google.resource("topics", "google_pubsub_topic", topic, { name: topic.pubSubName, message_retention_duration });
  for (const group of new Set(readers.map((reader) => reader.group))) {
    const subscription = google.subscription(`${key}:${group}`, `${node.name} ${group}`);
    const waits = readers.filter((reader) => reader.group === group).map(({ edge }) => Number(flow.edges.get(edge)?.settings["backoffMs"] ?? 0));
    const wait = Math.min(MOST_BACKOFF_MS, Math.max(0, ...waits));
    google.resource(
      "topics",
      "google_pubsub_subscription",
      subscription,
      { name: subscription.pubSubName, topic: topic.reference.at("id"), message_retention_duration, enable_message_ordering: true },
      neverExpires(),
      ...(wait > 0 ? [block("retry_policy", [], { minimum_backoff: duration(wait), maximum_backoff: duration(wait) })] : []),
    );
  }
  losses.setting(node, "partitions", partitions, "Pub/Sub spreads a topic by itself: its subscribers share all messages, those of an ordering key in order.", "Publish with the event's key as ordering key.");
  losses.setting(node, "replicationFactor", replicationFactor, "Pub/Sub keeps each message in several zones.", "Nothing: it is at least as safe.");
  losses.setting(node, "minInsyncReplicas", minInsyncReplicas, "Pub/Sub answers when a message is kept in several zones.", "Nothing: it is at least as safe.");
  if (acks !== "all") losses.setting(node, "acks", acks, "Pub/Sub has no acknowledgement but that of a kept message.", "Have the producer go on without waiting for the answer, where messages may be lost.");
  if (retentionBytes !== undefined) losses.setting(node, "retentionBytes", retentionBytes, "Pub/Sub keeps by time, whatever the size.", "Shorten the retention.");
  if (unkeyed !== "sticky") losses.setting(node, "unkeyed", unkeyed, "Pub/Sub has no partitions to choose from.", "Nothing: messages without an ordering key are spread.");
  topicReaderLosses(losses, flow, readers, { attempts: "Pub/Sub delivers a message that fails again until it is too old.", mostBackoffMs: MOST_BACKOFF_MS });
}

import { GOOGLE_RESOURCES } from "./terraform-resources-google.ts";
import type { ValueRules } from "./terraform-schema.ts";
import { terraformValidator } from "./terraform-validity.ts";

const NAME = { pattern: /^(?!goog)[A-Za-z][A-Za-z0-9._~+%-]{2,254}$/, is: "3 to 255 letters, digits, -, ., _, ~, + and %, a letter first, and not goog first" };
const BACKOFF = { pattern: /^(?:600|(?:[1-5]?\d{1,2})(?:\.\d{1,9})?)s$/, is: "0s to 600s" };
const RETENTION = { pattern: /^(?:[6-9]\d{2}|\d{4,6}|1\d{6}|2[0-5]\d{5}|26[0-6]\d{4}|267[0-7]\d{3}|2678[0-3]\d{2}|2678400)s$/, is: "600s to 2678400s" };

/** Limits as Google Cloud has them ("Pub/Sub quotas and limits", "Guidelines to name a topic, subscription, schema, or snapshot"). */
const RULES: ValueRules = {
  "google_pubsub_topic.name": NAME,
  "google_pubsub_topic.message_retention_duration": RETENTION,
  "google_pubsub_subscription.name": NAME,
  "google_pubsub_subscription.ack_deadline_seconds": { least: 10, most: 600 },
  "google_pubsub_subscription.message_retention_duration": RETENTION,
  "google_pubsub_subscription.filter": { pattern: /^[\x20-\x7E]{1,256}$/, is: "1 to 256 bytes" },
  "google_pubsub_subscription.dead_letter_policy.max_delivery_attempts": { least: 5, most: 100 },
  "google_pubsub_subscription.retry_policy.minimum_backoff": BACKOFF,
  "google_pubsub_subscription.retry_policy.maximum_backoff": BACKOFF,
};

/** Checks the files of a Terraform configuration for Google Cloud. */
export const validate = terraformValidator({ name: "google", version: "6.50.0", provider: { required: "project", optional: "region" }, resources: GOOGLE_RESOURCES, rules: RULES });

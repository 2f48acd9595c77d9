import { AZURE_RESOURCES } from "./terraform-resources-azure.ts";
import type { ValueRules } from "./terraform-schema.ts";
import { terraformValidator } from "./terraform-validity.ts";

const ENTITY = { pattern: /^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,258}[A-Za-z0-9])?$/, is: "1 to 260 letters, digits, ., - and _" };
const SHORT = { pattern: /^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,48}[A-Za-z0-9])?$/, is: "1 to 50 letters, digits, ., - and _" };
const DURATION = { pattern: /^P(?=[\dT])(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+S)?)?$/, is: "an ISO 8601 duration" };

/** Limits as Azure has them ("Service Bus quotas", "Event Hubs quotas and limits", "Naming rules for Azure resources"). */
const RULES: ValueRules = {
  "azurerm_servicebus_queue.name": ENTITY,
  "azurerm_servicebus_queue.lock_duration": { pattern: /^PT(?:[1-5]M|(?:[1-4]M)?(?:[1-9]|[1-5]\d)S)$/, is: "an ISO 8601 duration up to PT5M" },
  "azurerm_servicebus_queue.max_delivery_count": { least: 1, most: 2_147_483_647 },
  "azurerm_servicebus_queue.default_message_ttl": DURATION,
  "azurerm_servicebus_queue.duplicate_detection_history_time_window": DURATION,
  "azurerm_servicebus_topic.name": ENTITY,
  "azurerm_servicebus_subscription.name": SHORT,
  "azurerm_servicebus_subscription.max_delivery_count": { least: 1, most: 2_147_483_647 },
  "azurerm_servicebus_subscription_rule.name": SHORT,
  "azurerm_servicebus_subscription_rule.filter_type": { pattern: /^(?:SqlFilter|CorrelationFilter)$/, is: "SqlFilter or CorrelationFilter" },
  "azurerm_servicebus_subscription_rule.sql_filter": { pattern: /^[^]{1,1024}$/u, is: "1 to 1024 characters" },
  "azurerm_eventhub.name": { pattern: /^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,254}[A-Za-z0-9])?$/, is: "1 to 256 letters, digits, ., - and _" },
  "azurerm_eventhub.partition_count": { least: 1, most: 100 },
  "azurerm_eventhub.retention_description.retention_time_in_hours": { least: 1, most: 2160 },
  "azurerm_eventhub_consumer_group.name": SHORT,
};

/** Checks the files of a Terraform configuration for Azure. */
export const validate = terraformValidator({ name: "azurerm", version: "4.55.0", provider: { required: "subscription_id", blocks: { features: { times: "one" } } }, resources: AZURE_RESOURCES, rules: RULES });

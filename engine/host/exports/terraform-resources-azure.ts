import type { ResourceSchemas } from "./terraform-schema.ts";

/**
 * What hashicorp/azurerm 4.55.0 takes for the resources that are written, as its documentation has it on the page of each resource. Blocks that
 * no export uses are left out: one that is written all the same is unknown, and so is reported.
 */
export const AZURE_RESOURCES: ResourceSchemas = {
  azurerm_resource_group: {
    required: "location name",
    optional: "managed_by tags:map",
    exports: "id",
  },
  azurerm_servicebus_namespace: {
    required: "location name resource_group_name sku",
    optional: "capacity:number local_auth_enabled:boolean minimum_tls_version premium_messaging_partitions:number public_network_access_enabled:boolean tags:map",
    exports: "default_primary_connection_string default_primary_key default_secondary_connection_string default_secondary_key endpoint id",
    blocks: {
      customer_managed_key: {
        times: "at most one",
        required: "identity_id key_vault_key_id",
        optional: "infrastructure_encryption_enabled:boolean",
      },
      identity: {
        times: "at most one",
        required: "type",
        optional: "identity_ids:list",
      },
      network_rule_set: {
        times: "at most one",
        optional: "default_action ip_rules:list public_network_access_enabled:boolean trusted_services_allowed:boolean",
        blocks: {
          network_rules: {
            times: "any",
            required: "subnet_id",
            optional: "ignore_missing_vnet_service_endpoint:boolean",
          },
        },
      },
    },
  },
  azurerm_servicebus_queue: {
    required: "name namespace_id",
    optional: "auto_delete_on_idle batched_operations_enabled:boolean dead_lettering_on_message_expiration:boolean default_message_ttl duplicate_detection_history_time_window express_enabled:boolean forward_dead_lettered_messages_to forward_to lock_duration max_delivery_count:number max_message_size_in_kilobytes:number max_size_in_megabytes:number partitioning_enabled:boolean requires_duplicate_detection:boolean requires_session:boolean status",
    exports: "id",
  },
  azurerm_servicebus_topic: {
    required: "name namespace_id",
    optional: "auto_delete_on_idle batched_operations_enabled:boolean default_message_ttl duplicate_detection_history_time_window express_enabled:boolean max_message_size_in_kilobytes:number max_size_in_megabytes:number partitioning_enabled:boolean requires_duplicate_detection:boolean status support_ordering:boolean",
    exports: "id",
  },
  azurerm_servicebus_subscription: {
    required: "max_delivery_count:number name topic_id",
    optional: "auto_delete_on_idle batched_operations_enabled:boolean client_scoped_subscription_enabled:boolean dead_lettering_on_filter_evaluation_error:boolean dead_lettering_on_message_expiration:boolean default_message_ttl forward_dead_lettered_messages_to forward_to lock_duration requires_session:boolean status",
    exports: "id",
    blocks: {
      client_scoped_subscription: {
        times: "at most one",
        optional: "client_id is_client_scoped_subscription_shareable:boolean",
      },
    },
  },
  azurerm_servicebus_subscription_rule: {
    required: "filter_type name subscription_id",
    optional: "action sql_filter",
    exports: "id sql_filter_compatibility_level",
    blocks: {
      correlation_filter: {
        times: "at most one",
        optional: "content_type correlation_id label message_id properties:map reply_to reply_to_session_id session_id to",
      },
    },
  },
  azurerm_eventhub_namespace: {
    required: "location name resource_group_name sku",
    optional: "auto_inflate_enabled:boolean capacity:number dedicated_cluster_id local_authentication_enabled:boolean maximum_throughput_units:number minimum_tls_version public_network_access_enabled:boolean tags:map",
    exports: "default_primary_connection_string default_primary_connection_string_alias default_primary_key default_secondary_connection_string default_secondary_connection_string_alias default_secondary_key id",
    blocks: {
      identity: {
        times: "at most one",
        required: "type",
        optional: "identity_ids:list",
      },
    },
  },
  azurerm_eventhub: {
    required: "name partition_count:number",
    optional: "message_retention:number namespace_id namespace_name resource_group_name status",
    exports: "id partition_ids",
    blocks: {
      retention_description: {
        times: "at most one",
        required: "cleanup_policy",
        optional: "retention_time_in_hours:number tombstone_retention_time_in_hours:number",
      },
    },
  },
  azurerm_eventhub_consumer_group: {
    required: "eventhub_name name namespace_name resource_group_name",
    optional: "user_metadata",
    exports: "id",
  },
};

import type { ResourceSchemas } from "./terraform-schema.ts";

/**
 * What hashicorp/google 6.50.0 takes for the resources that are written, as its documentation has it on the page of each resource. Blocks that
 * no export uses are left out: one that is written all the same is unknown, and so is reported.
 */
export const GOOGLE_RESOURCES: ResourceSchemas = {
  google_pubsub_topic: {
    required: "name",
    optional: "kms_key_name labels:map message_retention_duration project",
    exports: "id",
    blocks: {
      message_storage_policy: {
        times: "at most one",
        required: "allowed_persistence_regions:list",
        optional: "enforce_in_transit:boolean",
      },
      schema_settings: {
        times: "at most one",
        required: "schema",
        optional: "encoding",
      },
    },
  },
  google_pubsub_subscription: {
    required: "name topic",
    optional: "ack_deadline_seconds:number enable_exactly_once_delivery:boolean enable_message_ordering:boolean filter labels:map message_retention_duration project retain_acked_messages:boolean",
    exports: "id",
    blocks: {
      dead_letter_policy: {
        times: "at most one",
        optional: "dead_letter_topic max_delivery_attempts:number",
      },
      expiration_policy: {
        times: "at most one",
        required: "ttl",
      },
      push_config: {
        times: "at most one",
        required: "push_endpoint",
        optional: "attributes:map",
        blocks: {
          no_wrapper: {
            times: "at most one",
            required: "write_metadata:boolean",
          },
          oidc_token: {
            times: "at most one",
            required: "service_account_email",
            optional: "audience",
          },
        },
      },
      retry_policy: {
        times: "at most one",
        optional: "maximum_backoff minimum_backoff",
      },
    },
  },
  google_pubsub_topic_iam_member: {
    required: "member role topic",
    optional: "project",
    exports: "etag id",
    blocks: {
      condition: {
        times: "at most one",
        required: "expression title",
        optional: "description",
      },
    },
  },
  google_pubsub_subscription_iam_member: {
    required: "member role subscription",
    optional: "project",
    exports: "etag id",
    blocks: {
      condition: {
        times: "at most one",
        required: "expression title",
        optional: "description",
      },
    },
  },
  "data.google_project": {
    optional: "project_id",
    exports: "auto_create_network billing_account deletion_policy folder_id id name number org_id",
  },
};

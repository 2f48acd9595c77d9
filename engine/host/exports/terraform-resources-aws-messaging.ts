import type { ResourceSchemas } from "./terraform-schema.ts";

/** What is taken for queues, topics, buses, streams and their alarms; see `AWS_RESOURCES`. */
export const AWS_MESSAGING: ResourceSchemas = {
  aws_sqs_queue: {
    optional: "content_based_deduplication:boolean deduplication_scope delay_seconds:number fifo_queue:boolean fifo_throughput_limit kms_data_key_reuse_period_seconds:number kms_master_key_id max_message_size:number message_retention_seconds:number name name_prefix policy receive_wait_time_seconds:number redrive_allow_policy redrive_policy region sqs_managed_sse_enabled:boolean tags:map tags_all:map visibility_timeout_seconds:number",
    exports: "arn id url",
  },
  aws_sqs_queue_policy: {
    required: "policy queue_url",
    optional: "region",
    exports: "id",
  },
  aws_sqs_queue_redrive_allow_policy: {
    required: "queue_url redrive_allow_policy",
    optional: "region",
    exports: "id",
  },
  aws_sns_topic: {
    optional: "application_failure_feedback_role_arn application_success_feedback_role_arn application_success_feedback_sample_rate:number archive_policy content_based_deduplication:boolean delivery_policy display_name fifo_throughput_scope fifo_topic:boolean firehose_failure_feedback_role_arn firehose_success_feedback_role_arn firehose_success_feedback_sample_rate:number http_failure_feedback_role_arn http_success_feedback_role_arn http_success_feedback_sample_rate:number kms_master_key_id lambda_failure_feedback_role_arn lambda_success_feedback_role_arn lambda_success_feedback_sample_rate:number name name_prefix policy region signature_version:number sqs_failure_feedback_role_arn sqs_success_feedback_role_arn sqs_success_feedback_sample_rate:number tags:map tags_all:map tracing_config",
    exports: "arn beginning_archive_time id owner",
  },
  aws_sns_topic_policy: {
    required: "arn policy",
    optional: "region",
    exports: "id owner",
  },
  aws_sns_topic_subscription: {
    required: "endpoint protocol topic_arn",
    optional: "confirmation_timeout_in_minutes:number delivery_policy endpoint_auto_confirms:boolean filter_policy filter_policy_scope raw_message_delivery:boolean redrive_policy region replay_policy subscription_role_arn",
    exports: "arn confirmation_was_authenticated id owner_id pending_confirmation",
  },
  aws_cloudwatch_event_bus: {
    required: "name",
    optional: "description event_source_name kms_key_identifier region tags:map tags_all:map",
    exports: "arn id",
    blocks: {
      dead_letter_config: {
        times: "at most one",
        optional: "arn",
      },
      log_config: {
        times: "at most one",
        optional: "include_detail level",
      },
    },
  },
  aws_cloudwatch_event_rule: {
    optional: "description event_bus_name event_pattern force_destroy:boolean is_enabled:boolean name name_prefix region role_arn schedule_expression state tags:map tags_all:map",
    exports: "arn id",
  },
  aws_cloudwatch_event_target: {
    required: "arn rule",
    optional: "event_bus_name force_destroy:boolean input input_path region role_arn target_id",
    exports: "id",
    blocks: {
      dead_letter_config: {
        times: "at most one",
        optional: "arn",
      },
      input_transformer: {
        times: "at most one",
        required: "input_template",
        optional: "input_paths:map",
      },
      kinesis_target: {
        times: "at most one",
        optional: "partition_key_path",
      },
      retry_policy: {
        times: "at most one",
        optional: "maximum_event_age_in_seconds:number maximum_retry_attempts:number",
      },
      sqs_target: {
        times: "at most one",
        optional: "message_group_id",
      },
    },
  },
  aws_cloudwatch_metric_alarm: {
    required: "alarm_name comparison_operator evaluation_periods:number",
    optional: "actions_enabled:boolean alarm_actions:list alarm_description datapoints_to_alarm:number dimensions:map evaluate_low_sample_count_percentiles extended_statistic insufficient_data_actions:list metric_name namespace ok_actions:list period:number region statistic tags:map tags_all:map threshold:number threshold_metric_id treat_missing_data unit",
    exports: "arn id",
    blocks: {
      metric_query: {
        times: "any",
        required: "id",
        optional: "account_id expression label period:number return_data:boolean",
        blocks: {
          metric: {
            times: "at most one",
            required: "metric_name period:number stat",
            optional: "dimensions:map namespace unit",
          },
        },
      },
    },
  },
  aws_cloudwatch_log_group: {
    optional: "deletion_protection_enabled:boolean kms_key_id log_group_class name name_prefix region retention_in_days:number skip_destroy:boolean tags:map tags_all:map",
    exports: "arn id",
  },
  aws_kinesis_stream: {
    required: "name",
    optional: "arn encryption_type enforce_consumer_deletion:boolean kms_key_id max_record_size_in_kib:number region retention_period:number shard_count:number shard_level_metrics:list tags:map tags_all:map",
    exports: "id",
    blocks: {
      stream_mode_details: {
        times: "at most one",
        required: "stream_mode",
      },
    },
  },
  aws_msk_cluster: {
    required: "cluster_name kafka_version number_of_broker_nodes:number",
    optional: "enhanced_monitoring region storage_mode tags:map tags_all:map",
    exports: "arn bootstrap_brokers bootstrap_brokers_public_sasl_iam bootstrap_brokers_public_sasl_scram bootstrap_brokers_public_tls bootstrap_brokers_sasl_iam bootstrap_brokers_sasl_scram bootstrap_brokers_tls bootstrap_brokers_vpc_connectivity_sasl_iam bootstrap_brokers_vpc_connectivity_sasl_scram bootstrap_brokers_vpc_connectivity_tls cluster_uuid current_version id zookeeper_connect_string zookeeper_connect_string_tls",
    blocks: {
      broker_node_group_info: {
        times: "one",
        required: "client_subnets:list instance_type security_groups:list",
        optional: "az_distribution",
        blocks: {
          connectivity_info: {
            times: "at most one",
            blocks: {
              public_access: {
                times: "at most one",
                optional: "type",
              },
              vpc_connectivity: {
                times: "at most one",
                blocks: {
                  client_authentication: {
                    times: "at most one",
                    optional: "tls:boolean",
                    blocks: {
                      sasl: {
                        times: "at most one",
                        optional: "iam:boolean scram:boolean",
                      },
                    },
                  },
                },
              },
            },
          },
          storage_info: {
            times: "at most one",
            blocks: {
              ebs_storage_info: {
                times: "at most one",
                optional: "volume_size:number",
                blocks: {
                  provisioned_throughput: {
                    times: "at most one",
                    optional: "enabled:boolean volume_throughput:number",
                  },
                },
              },
            },
          },
        },
      },
      client_authentication: {
        times: "at most one",
        optional: "unauthenticated:boolean",
        blocks: {
          sasl: {
            times: "at most one",
            optional: "iam:boolean scram:boolean",
          },
          tls: {
            times: "at most one",
            optional: "certificate_authority_arns:list",
          },
        },
      },
      configuration_info: {
        times: "at most one",
        required: "arn revision:number",
      },
      encryption_info: {
        times: "at most one",
        optional: "encryption_at_rest_kms_key_arn",
        blocks: {
          encryption_in_transit: {
            times: "at most one",
            optional: "client_broker in_cluster:boolean",
          },
        },
      },
      logging_info: {
        times: "at most one",
        blocks: {
          broker_logs: {
            times: "one",
            blocks: {
              cloudwatch_logs: {
                times: "at most one",
                required: "enabled:boolean",
                optional: "log_group",
              },
              firehose: {
                times: "at most one",
                required: "enabled:boolean",
                optional: "delivery_stream",
              },
              s3: {
                times: "at most one",
                required: "enabled:boolean",
                optional: "bucket prefix",
              },
            },
          },
        },
      },
      open_monitoring: {
        times: "at most one",
        blocks: {
          prometheus: {
            times: "one",
            blocks: {
              jmx_exporter: {
                times: "at most one",
                required: "enabled_in_broker:boolean",
              },
              node_exporter: {
                times: "at most one",
                required: "enabled_in_broker:boolean",
              },
            },
          },
        },
      },
      rebalancing: {
        times: "at most one",
        required: "status",
      },
    },
  },
  aws_msk_configuration: {
    required: "name server_properties",
    optional: "description kafka_versions:list region",
    exports: "arn id latest_revision",
  },
};

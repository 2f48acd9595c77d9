import type { ResourceSchemas } from "./terraform-schema.ts";

/** What is taken for stores, containers, scaling, roles and schedules; see `AWS_RESOURCES`. */
export const AWS_SERVICES: ResourceSchemas = {
  aws_elasticache_replication_group: {
    required: "description replication_group_id",
    optional: "apply_immediately:boolean at_rest_encryption_enabled auth_token auth_token_update_strategy auto_minor_version_upgrade automatic_failover_enabled:boolean cluster_mode data_tiering_enabled:boolean engine engine_version final_snapshot_identifier global_replication_group_id ip_discovery kms_key_id maintenance_window multi_az_enabled:boolean network_type node_type notification_topic_arn num_cache_clusters:number num_node_groups:number parameter_group_name port:number preferred_cache_cluster_azs:list region replicas_per_node_group:number security_group_ids:list security_group_names:list snapshot_arns:list snapshot_name snapshot_retention_limit:number snapshot_window subnet_group_name tags:map tags_all:map transit_encryption_enabled:boolean transit_encryption_mode user_group_ids:list",
    exports: "arn cluster_enabled configuration_endpoint_address engine_version_actual id member_clusters primary_endpoint_address reader_endpoint_address",
  },
  aws_elasticache_parameter_group: {
    required: "family name",
    optional: "description region tags:map tags_all:map",
    exports: "arn id",
    blocks: {
      parameter: {
        times: "any",
        required: "name value",
      },
    },
  },
  aws_elasticache_subnet_group: {
    required: "name subnet_ids:list",
    optional: "description region tags:map tags_all:map",
    exports: "arn id vpc_id",
  },
  aws_dynamodb_table: {
    required: "name",
    optional: "billing_mode deletion_protection_enabled:boolean hash_key range_key read_capacity:number region restore_date_time restore_source_name restore_source_table_arn restore_to_latest_time:boolean stream_enabled:boolean stream_view_type table_class tags:map tags_all:map write_capacity:number",
    exports: "arn id stream_arn stream_label",
    blocks: {
      attribute: {
        times: "any",
        required: "name type",
      },
      global_secondary_index: {
        times: "any",
        required: "hash_key name projection_type",
        optional: "non_key_attributes:list range_key read_capacity:number write_capacity:number",
        blocks: {
          on_demand_throughput: {
            times: "at most one",
            optional: "max_read_request_units:number max_write_request_units:number",
          },
          warm_throughput: {
            times: "at most one",
            optional: "read_units_per_second:number write_units_per_second:number",
          },
        },
      },
      point_in_time_recovery: {
        times: "at most one",
        required: "enabled:boolean",
        optional: "recovery_period_in_days:number",
      },
      server_side_encryption: {
        times: "at most one",
        required: "enabled:boolean",
        optional: "kms_key_arn",
      },
      ttl: {
        times: "at most one",
        optional: "attribute_name enabled:boolean",
      },
    },
  },
  aws_rds_cluster: {
    required: "engine",
    optional: "allocated_storage:number allow_major_version_upgrade:boolean apply_immediately:boolean availability_zones:list backtrack_window:number backup_retention_period:number ca_certificate_identifier cluster_identifier cluster_identifier_prefix cluster_members:list cluster_scalability_type copy_tags_to_snapshot:boolean database_insights_mode database_name db_cluster_instance_class db_cluster_parameter_group_name db_instance_parameter_group_name db_subnet_group_name db_system_id delete_automated_backups:boolean deletion_protection:boolean domain domain_iam_role_name enable_global_write_forwarding:boolean enable_http_endpoint:boolean enable_local_write_forwarding:boolean enabled_cloudwatch_logs_exports:list engine_lifecycle_support engine_mode engine_version final_snapshot_identifier global_cluster_identifier iam_database_authentication_enabled:boolean iam_roles:list iops:number kms_key_id manage_master_user_password:boolean master_password master_password_wo master_password_wo_version:number master_user_secret_kms_key_id master_username monitoring_interval:number monitoring_role_arn network_type performance_insights_enabled:boolean performance_insights_kms_key_id performance_insights_retention_period:number port:number preferred_backup_window preferred_maintenance_window region replication_source_identifier skip_final_snapshot:boolean snapshot_identifier source_region storage_encrypted:boolean storage_type tags:map tags_all:map vpc_security_group_ids:list",
    exports: "arn ca_certificate_valid_till cluster_resource_id endpoint engine_version_actual hosted_zone_id id master_user_secret reader_endpoint",
    blocks: {
      serverlessv2_scaling_configuration: {
        times: "at most one",
        required: "max_capacity:number min_capacity:number",
        optional: "seconds_until_auto_pause:number",
      },
    },
  },
  aws_rds_cluster_instance: {
    required: "cluster_identifier engine instance_class",
    optional: "apply_immediately:boolean auto_minor_version_upgrade:boolean availability_zone ca_cert_identifier copy_tags_to_snapshot:boolean custom_iam_instance_profile db_parameter_group_name db_subnet_group_name engine_version force_destroy:boolean identifier identifier_prefix monitoring_interval:number monitoring_role_arn performance_insights_enabled:boolean performance_insights_kms_key_id performance_insights_retention_period:number preferred_backup_window preferred_maintenance_window promotion_tier:number publicly_accessible:boolean region tags:map tags_all:map",
    exports: "arn dbi_resource_id endpoint engine_version_actual id kms_key_id network_type port storage_encrypted writer",
  },
  aws_db_subnet_group: {
    required: "subnet_ids:list",
    optional: "description name name_prefix region tags:map tags_all:map",
    exports: "arn id supported_network_types vpc_id",
  },
  aws_ecs_cluster: {
    required: "name",
    optional: "region tags:map tags_all:map",
    exports: "arn id",
    blocks: {
      configuration: {
        times: "at most one",
        blocks: {
          execute_command_configuration: {
            times: "at most one",
            optional: "kms_key_id logging",
            blocks: {
              log_configuration: {
                times: "at most one",
                optional: "cloud_watch_encryption_enabled:boolean cloud_watch_log_group_name s3_bucket_encryption_enabled:boolean s3_bucket_name s3_key_prefix",
              },
            },
          },
          managed_storage_configuration: {
            times: "at most one",
            optional: "fargate_ephemeral_storage_kms_key_id kms_key_id",
          },
        },
      },
      setting: {
        times: "any",
        required: "name value",
      },
    },
  },
  aws_ecs_service: {
    required: "name",
    optional: "availability_zone_rebalancing cluster deployment_maximum_percent:number deployment_minimum_healthy_percent:number desired_count:number enable_ecs_managed_tags:boolean enable_execute_command:boolean force_delete:boolean force_new_deployment:boolean health_check_grace_period_seconds:number iam_role launch_type platform_version propagate_tags region scheduling_strategy sigint_rollback:boolean tags:map tags_all:map task_definition triggers:map wait_for_steady_state:boolean",
    exports: "arn id",
    blocks: {
      deployment_circuit_breaker: {
        times: "at most one",
        required: "enable:boolean rollback:boolean",
      },
      network_configuration: {
        times: "at most one",
        required: "subnets:list",
        optional: "assign_public_ip:boolean security_groups:list",
      },
    },
  },
  aws_ecs_task_definition: {
    required: "container_definitions family",
    optional: "cpu enable_fault_injection:boolean execution_role_arn ipc_mode memory network_mode pid_mode region requires_compatibilities:list skip_destroy:boolean tags:map tags_all:map task_role_arn track_latest:boolean",
    exports: "arn arn_without_revision id revision",
    blocks: {
      runtime_platform: {
        times: "at most one",
        optional: "cpu_architecture operating_system_family",
      },
    },
  },
  aws_appautoscaling_target: {
    required: "max_capacity:number min_capacity:number resource_id scalable_dimension service_namespace",
    optional: "region role_arn tags:map tags_all:map",
    exports: "arn id",
    blocks: {
      suspended_state: {
        times: "at most one",
        optional: "dynamic_scaling_in_suspended:boolean dynamic_scaling_out_suspended:boolean scheduled_scaling_suspended:boolean",
      },
    },
  },
  aws_appautoscaling_policy: {
    required: "name resource_id scalable_dimension service_namespace",
    optional: "policy_type region",
    exports: "alarm_arns arn id",
    blocks: {
      target_tracking_scaling_policy_configuration: {
        times: "at most one",
        required: "target_value:number",
        optional: "disable_scale_in:boolean scale_in_cooldown:number scale_out_cooldown:number",
        blocks: {
          customized_metric_specification: {
            times: "at most one",
            optional: "metric_name namespace statistic unit",
            blocks: {
              dimensions: {
                times: "any",
                required: "name value",
              },
              metrics: {
                times: "any",
                required: "id",
                optional: "expression label return_data:boolean",
                blocks: {
                  metric_stat: {
                    times: "at most one",
                    required: "stat",
                    optional: "unit",
                    blocks: {
                      metric: {
                        times: "one",
                        required: "metric_name namespace",
                        blocks: {
                          dimensions: {
                            times: "any",
                            required: "name value",
                          },
                        },
                      },
                    },
                  },
                },
              },
            },
          },
          predefined_metric_specification: {
            times: "at most one",
            required: "predefined_metric_type",
            optional: "resource_label",
          },
        },
      },
    },
  },
  aws_iam_role: {
    required: "assume_role_policy",
    optional: "description force_detach_policies:boolean managed_policy_arns:list max_session_duration:number name name_prefix path permissions_boundary tags:map tags_all:map",
    exports: "arn create_date id unique_id",
    blocks: {
      inline_policy: {
        times: "any",
        optional: "name policy",
      },
    },
  },
  aws_iam_role_policy: {
    required: "policy role",
    optional: "name name_prefix",
    exports: "id",
  },
  aws_scheduler_schedule: {
    required: "schedule_expression",
    optional: "action_after_completion description end_date group_name kms_key_arn name name_prefix region schedule_expression_timezone start_date state",
    exports: "arn id",
    blocks: {
      flexible_time_window: {
        times: "one",
        required: "mode",
        optional: "maximum_window_in_minutes:number",
      },
      target: {
        times: "one",
        required: "arn role_arn",
        optional: "input",
        blocks: {
          dead_letter_config: {
            times: "at most one",
            required: "arn",
          },
          ecs_parameters: {
            times: "at most one",
            required: "task_definition_arn",
            optional: "enable_ecs_managed_tags:boolean enable_execute_command:boolean group launch_type platform_version propagate_tags reference_id tags:map task_count:number",
            blocks: {
              capacity_provider_strategy: {
                times: "any",
                required: "capacity_provider",
                optional: "base:number weight:number",
              },
              network_configuration: {
                times: "at most one",
                required: "subnets:list",
                optional: "assign_public_ip:boolean security_groups:list",
              },
              placement_constraints: {
                times: "any",
                required: "type",
                optional: "expression",
              },
              placement_strategy: {
                times: "any",
                required: "type",
                optional: "field",
              },
            },
          },
          eventbridge_parameters: {
            times: "at most one",
            required: "detail_type source",
          },
          kinesis_parameters: {
            times: "at most one",
            required: "partition_key",
          },
          retry_policy: {
            times: "at most one",
            optional: "maximum_event_age_in_seconds:number maximum_retry_attempts:number",
          },
          sagemaker_pipeline_parameters: {
            times: "at most one",
            blocks: {
              pipeline_parameter: {
                times: "any",
                required: "name value",
              },
            },
          },
          sqs_parameters: {
            times: "at most one",
            optional: "message_group_id",
          },
        },
      },
    },
  },
};

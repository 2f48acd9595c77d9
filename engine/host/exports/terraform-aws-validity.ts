import { AWS_RESOURCES } from "./terraform-resources-aws.ts";
import type { ValueRules } from "./terraform-schema.ts";
import { terraformValidator } from "./terraform-validity.ts";

/** Limits as the services' own guides have them ("quotas" of Amazon SQS, SNS, EventBridge, Kinesis, ElastiCache, RDS, DynamoDB, ECS). */
const RULES: ValueRules = {
  "aws_sqs_queue.name": { pattern: /^[A-Za-z0-9_-]{1,75}\.fifo$|^[A-Za-z0-9_-]{1,80}$/, is: "1 to 80 letters, digits, - and _" },
  "aws_sqs_queue.visibility_timeout_seconds": { least: 0, most: 43_200 },
  "aws_sqs_queue.message_retention_seconds": { least: 60, most: 1_209_600 },
  "aws_sqs_queue.delay_seconds": { least: 0, most: 900 },
  "aws_sqs_queue.receive_wait_time_seconds": { least: 0, most: 20 },
  "aws_sns_topic.name": { pattern: /^[A-Za-z0-9_-]{1,256}$|^[A-Za-z0-9_-]{1,251}\.fifo$/, is: "1 to 256 letters, digits, - and _" },
  "aws_cloudwatch_event_bus.name": { pattern: /^(?!default$)[/._A-Za-z0-9-]{1,256}$/, is: "1 to 256 letters, digits, /, ., - and _, and not default" },
  "aws_cloudwatch_event_rule.name": { pattern: /^[._A-Za-z0-9-]{1,64}$/, is: "1 to 64 letters, digits, ., - and _" },
  "aws_scheduler_schedule.name": { pattern: /^[._A-Za-z0-9-]{1,64}$/, is: "1 to 64 letters, digits, ., - and _" },
  "aws_scheduler_schedule.schedule_expression": { pattern: /^(?:rate\((?:1 minute|\d+ minutes)\)|cron\(\S+(?: \S+){5}\))$/, is: "a rate or a cron expression of six fields" },
  "aws_cloudwatch_event_target.target_id": { pattern: /^[._A-Za-z0-9-]{1,64}$/, is: "1 to 64 letters, digits, ., - and _" },
  "aws_kinesis_stream.name": { pattern: /^[A-Za-z0-9_.-]{1,128}$/, is: "1 to 128 letters, digits, ., - and _" },
  "aws_kinesis_stream.retention_period": { least: 24, most: 8760 },
  "aws_kinesis_stream.shard_count": { least: 1, most: 10_000 },
  "aws_msk_cluster.cluster_name": { pattern: /^[A-Za-z0-9][A-Za-z0-9-]{0,63}$/, is: "1 to 64 letters, digits and -" },
  "aws_msk_configuration.name": { pattern: /^[A-Za-z0-9][A-Za-z0-9-]*$/, is: "letters, digits and -" },
  "aws_elasticache_replication_group.replication_group_id": { pattern: /^[a-z](?!.*--)[a-z0-9-]{0,39}(?<!-)$/, is: "1 to 40 lower-case letters, digits and single -, a letter first" },
  "aws_elasticache_replication_group.description": { pattern: /\S/, is: "some text" },
  "aws_elasticache_parameter_group.name": { pattern: /^[a-z](?!.*--)[a-z0-9-]{0,254}(?<!-)$/, is: "lower-case letters, digits and single -, a letter first" },
  "aws_rds_cluster.cluster_identifier": { pattern: /^[a-z](?!.*--)[a-z0-9-]{0,62}(?<!-)$/, is: "1 to 63 lower-case letters, digits and single -, a letter first" },
  "aws_dynamodb_table.name": { pattern: /^[A-Za-z0-9_.-]{3,255}$/, is: "3 to 255 letters, digits, ., - and _" },
  "aws_ecs_cluster.name": { pattern: /^[A-Za-z0-9_-]{1,255}$/, is: "1 to 255 letters, digits, - and _" },
  "aws_ecs_service.name": { pattern: /^[A-Za-z0-9_-]{1,255}$/, is: "1 to 255 letters, digits, - and _" },
  "aws_ecs_task_definition.family": { pattern: /^[A-Za-z0-9_-]{1,255}$/, is: "1 to 255 letters, digits, - and _" },
  "aws_iam_role.name_prefix": { pattern: /^[A-Za-z0-9+=,.@_-]{1,38}$/, is: "1 to 38 letters and digits" },
  "aws_cloudwatch_log_group.name": { pattern: /^[.\-_/#A-Za-z0-9]{1,512}$/, is: "1 to 512 letters, digits, ., -, _, / and #" },
  "aws_cloudwatch_metric_alarm.alarm_name": { pattern: /^.{1,255}$/u, is: "1 to 255 characters" },
  "aws_cloudwatch_metric_alarm.evaluation_periods": { least: 1, most: 1440 },
};

/** Checks the files of a Terraform configuration for AWS. */
export const validate = terraformValidator({ name: "aws", version: "6.25.0", provider: { optional: "region" }, resources: AWS_RESOURCES, rules: RULES });

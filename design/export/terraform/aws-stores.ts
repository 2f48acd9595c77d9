import type { NodeOf, TopologyStore } from "../../topology/topology.ts";
import { block } from "../hcl/hcl.ts";
import { loseDrawnSettings } from "../kind-answers.ts";
import type { AwsDocument } from "./aws-document.ts";
import { within } from "./ranges.ts";

const MODELLED = "It is what the store is modelled by, not what it is set to.";
const MEASURE = "Measure it where it is deployed, and draw what was measured.";
/** Aurora has one writer and up to 15 readers. */
const MOST_INSTANCES = 16;

/** Caches in ElastiCache; databases in Aurora or DynamoDB. */
export function writeStores(aws: AwsDocument): void {
  for (const store of aws.topology.stores) {
    const { node } = store;
    if (node.kind === "cache") writeCache(aws, node);
    else {
      if (isAurora(aws, node)) writeAurora(aws, node);
      else writeTable(aws, node);
      loseEventsIn(aws, store);
    }
  }
}

/** Whether a database is a cluster of Aurora rather than a table. */
export function isAurora({ options }: Pick<AwsDocument, "options">, node: NodeOf<"cache" | "database">): boolean {
  return node.kind === "database" && node.settings.flavor === "postgresql" && options.postgresql === "aurora";
}

function writeCache(aws: AwsDocument, node: NodeOf<"cache">): void {
  const { losses } = aws;
  const { capacity, ttlMs, policy, pattern } = node.settings;
  const label = aws.awsName("cache", node.id, node.name);
  const parameters = aws.named("aws_elasticache_parameter_group", node.id, node.name);
  aws.resource("stores", "aws_elasticache_parameter_group", parameters, { name: label, family: "valkey8" }, block("parameter", [], { name: "maxmemory-policy", value: `allkeys-${policy}` }));
  aws.resource("stores", "aws_elasticache_replication_group", aws.named("aws_elasticache_replication_group", node.id, node.name), {
    replication_group_id: label,
    description: node.name,
    engine: "valkey",
    engine_version: "8.0",
    node_type: aws.variable("cache_node_type", "string", "Node type of the caches; its memory is how much they hold.", "cache.t4g.small"),
    num_cache_clusters: 2,
    automatic_failover_enabled: true,
    multi_az_enabled: true,
    parameter_group_name: parameters.reference.at("name"),
    subnet_group_name: subnetGroup(aws, "aws_elasticache_subnet_group"),
    security_group_ids: aws.securityGroups(),
    at_rest_encryption_enabled: true,
    transit_encryption_enabled: true,
  });
  losses.setting(node, "capacity", capacity, "A cache holds as much as its memory does, not a number of entries.", "Choose a node type whose memory holds so many.");
  if (ttlMs !== undefined) losses.setting(node, "ttlMs", ttlMs, "How long an entry lives is said when it is put in.", "Have the callers set it with each entry.");
  if (pattern === "read-through") losses.setting(node, "pattern", pattern, "ElastiCache reads no origin.", "Have the callers read the origin after a miss, and put the answer into the cache.");
  loseDrawnSettings(losses, node, ["capacity", "ttlMs", "policy", "pattern"], MODELLED, MEASURE);
}

function writeTable(aws: AwsDocument, node: NodeOf<"database">): void {
  const { losses } = aws;
  const { flavor, partitions, replicationFactor, consistency } = node.settings;
  aws.resource(
    "stores",
    "aws_dynamodb_table",
    aws.named("aws_dynamodb_table", node.id, node.name),
    { name: aws.awsName("table", node.id, node.name), billing_mode: "PAY_PER_REQUEST", hash_key: "id", deletion_protection_enabled: true },
    block("attribute", [], { name: "id", type: "S" }),
    block("point_in_time_recovery", [], { enabled: true }),
    block("server_side_encryption", [], { enabled: true }),
  );
  losses.setting(node, "flavor", flavor, "It is written as a table of DynamoDB, which speaks a protocol of its own.", INSTEAD_OF_DYNAMODB[flavor]);
  if (partitions > 1) losses.setting(node, "partitions", partitions, "DynamoDB splits a table by itself.", "Choose a partition key that spreads.");
  if (replicationFactor !== 3) losses.setting(node, "replicationFactor", replicationFactor, "DynamoDB keeps three copies in three zones.", "Draw 3.");
  if (consistency !== undefined) losses.setting(node, "consistency", consistency, "Each read of DynamoDB says whether it is to be consistent.", "Set ConsistentRead in the callers where they need it.");
  loseDrawnSettings(losses, node, ["flavor", "partitions", "replicationFactor", "consistency"], MODELLED, MEASURE);
}

const INSTEAD_OF_DYNAMODB = {
  postgresql: "Export with the option postgresql set to aurora.",
  mongodb: "Use an aws_docdb_cluster where MongoDB's protocol is needed.",
  cassandra: "Use an aws_keyspaces_table where Cassandra's protocol is needed.",
} as const;

function writeAurora(aws: AwsDocument, node: NodeOf<"database">): void {
  const { losses } = aws;
  const { partitions, replicationFactor, consistency } = node.settings;
  const cluster = aws.named("aws_rds_cluster", node.id, node.name);
  const label = aws.awsName("database", node.id, node.name);
  aws.resource("stores", "aws_rds_cluster", cluster, {
    cluster_identifier: label,
    engine: "aurora-postgresql",
    database_name: "app",
    master_username: aws.variable("database_username", "string", "Name of the databases' first user; RDS makes the password and keeps it in Secrets Manager.", "app"),
    manage_master_user_password: true,
    db_subnet_group_name: subnetGroup(aws, "aws_db_subnet_group"),
    vpc_security_group_ids: aws.securityGroups(),
    storage_encrypted: true,
    backup_retention_period: 7,
    deletion_protection: true,
    final_snapshot_identifier: `${label}-final`,
  });
  aws.resource("stores", "aws_rds_cluster_instance", aws.named("aws_rds_cluster_instance", node.id, node.name), {
    count: within(losses, node, "replicationFactor", replicationFactor, { service: "Aurora", least: 1, most: MOST_INSTANCES }),
    cluster_identifier: cluster.reference.at("id"),
    engine: cluster.reference.at("engine"),
    instance_class: aws.variable("database_instance_class", "string", "Instance class of the databases.", "db.t4g.medium"),
  });
  if (partitions > 1) losses.setting(node, "partitions", partitions, "A cluster of Aurora has one writer for everything.", "Draw a database for each partition, or use Aurora Limitless.");
  if (consistency !== undefined) losses.setting(node, "consistency", consistency, "Aurora answers a write when four of its six copies have it, and reads from one instance.", "Read from the writer where the newest is needed.");
  loseDrawnSettings(losses, node, ["flavor", "partitions", "replicationFactor", "consistency"], MODELLED, MEASURE);
}

/** One for all stores of a sort, over the subnets that are given. */
function subnetGroup(aws: AwsDocument, type: "aws_elasticache_subnet_group" | "aws_db_subnet_group") {
  const group = aws.named(type, "stores", "stores");
  if (!aws.isDeclared(type, group)) aws.resource("stores", type, group, { name: `${aws.awsName("subnet group", "stores", aws.topology.design.name).toLowerCase()}-stores`, subnet_ids: aws.subnets() });
  return group.reference.at("name");
}

function loseEventsIn({ losses }: AwsDocument, { node, reads }: TopologyStore): void {
  if (reads.length > 0) losses.setting(node, "in", reads.map((key) => key.replace(/^(?:node|edge):/, "")), "A database takes no messages from a queue by itself.", "Draw a consumer behind the queue, which calls the database.");
}

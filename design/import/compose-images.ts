import type { Flavor } from "../kinds/database.ts";

/** What a service is to a flow of events, told by its image. */
export type ImageRole =
  | { readonly role: "queues"; readonly product: string; readonly exact: boolean }
  | { readonly role: "topics"; readonly product: string; readonly exact: boolean }
  | { readonly role: "cache"; readonly product: string; readonly exact: boolean }
  | { readonly role: "database"; readonly product: string; readonly flavor: Flavor; readonly exact: boolean }
  | { readonly role: "support"; readonly product: string }
  | { readonly role: "program" };

type Rule = readonly [RegExp, ImageRole];

const database = (product: string, flavor: Flavor, exact = false): ImageRole => ({ role: "database", product, flavor, exact });
const support = (product: string): ImageRole => ({ role: "support", product });

/** By the last part of the image's name without its tag, first match; what watches or manages comes before what it is named after. */
const RULES: readonly Rule[] = [
  [/(exporter|adminer|pgadmin|phpmyadmin|mongo-express|kafka-ui|kafdrop|kowl|kafka-manager|cmak|redisinsight|redis-commander|redis-ui|redpanda-console|^console$|rabbitmq-prometheus|cloudbeaver|dbeaver)/, support("a tool to look at other services")],
  [/(zookeeper|schema-registry|kafka-rest|control-center|cp-kafka-connect|ksqldb-cli|akhq|etcd|consul|vault)/, support("a helper of a broker")],
  [/^(prometheus|alertmanager|grafana|loki|tempo|promtail|jaeger|all-in-one|zipkin|otel.*|opentelemetry.*|collector|seq|kibana|logstash|fluent.*|filebeat|metricbeat|node-exporter|cadvisor|pushgateway|sentry|flower|portainer.*|dozzle|watchtower|autoheal|statsd.*|telegraf|datadog.*|agent)$/, support("monitoring")],
  [/^(nginx|traefik|caddy|haproxy|envoy|httpd|kong|apache|ingress.*|nginx-proxy)$/, support("a proxy")],
  [/^(mailhog|mailpit|maildev|mailcatcher|smtp.*|exim4|postfix)$/, support("mail")],
  [/^(minio|mc|azurite|certbot|busybox|curl|dind|registry|wait-for-it|dockerize)$/, support("files or tools")],
  [/^rabbitmq/, { role: "queues", product: "RabbitMQ", exact: true }],
  [/^(cp-|enterprise-|bitnami-)?(enterprise-)?kafka(-native|-container)?$|^cp-server$|^cp-enterprise-kafka$/, { role: "topics", product: "Kafka", exact: true }],
  [/^redpanda$/, { role: "topics", product: "Redpanda", exact: true }],
  [/^pulsar/, { role: "topics", product: "Pulsar", exact: false }],
  [/^(nats|nats-streaming|activemq.*|artemis.*|nsq|elasticmq.*|localstack|eclipse-mosquitto|mosquitto|emqx|vernemq|hivemq.*|beanstalkd|gearmand?|ibm-mq|mq|rocketmq|goaws)$/, { role: "queues", product: "another broker", exact: false }],
  [/^(redis|redis-stack.*|redis-cluster|redis-sentinel|valkey|keydb|dragonfly)$/, { role: "cache", product: "Redis", exact: true }],
  [/^(memcached|hazelcast|ignite|varnish)$/, { role: "cache", product: "another cache", exact: false }],
  [/^(postgres|postgresql.*|postgis|timescaledb.*|pgvector|spilo.*|supabase-postgres)$/, database("PostgreSQL", "postgresql", true)],
  [/^(mongo|mongodb.*|ferretdb)$/, database("MongoDB", "mongodb", true)],
  [/^(cassandra|scylla|dse-server)$/, database("Cassandra", "cassandra", true)],
  [/^(mysql.*|mariadb.*|percona.*|server|mssql.*|azure-sql-edge|oracle.*|cockroach|yugabyte|tidb|vitess|clickhouse.*|influxdb.*|questdb|duckdb|db2|firebird|neo4j|arangodb|dgraph)$/, database("another database", "postgresql")],
  [/^(elasticsearch.*|opensearch|solr|meilisearch|typesense|couchdb|couchbase|rethinkdb|dynamodb-local|qdrant|weaviate|milvus|chroma|orientdb)$/, database("another store of documents", "mongodb")],
];

/** Tells what an image is. One that is built, or that nobody knows, is a program. */
export function roleOf(image: string): ImageRole {
  const name = (image.split("@")[0] ?? "").replace(/:[^/:]*$/, "").toLowerCase();
  const last = name.split("/").at(-1) ?? "";
  const found = RULES.find(([pattern]) => pattern.test(last))?.[1];
  // The name alone says little: it is Microsoft's only where its folder is.
  if (found === undefined || (last === "server" && !name.includes("mssql"))) return { role: "program" };
  return found;
}

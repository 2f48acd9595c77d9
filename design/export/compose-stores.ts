import type { SettingsOf } from "../kinds/registry.ts";
import { healthBy, NETWORKS, required, type ComposeService } from "./compose-file.ts";
import type { DeployedStore } from "./deployment.ts";
import { variableOf } from "./deployment-settings.ts";

/** Connections that PostgreSQL keeps for its superuser and for health checks, beside the pool. */
const OWN_CONNECTIONS = 10;

/** What Redis takes before it holds anything, and some (`used_memory_startup` is about 1 MB). */
const EMPTY_REDIS_BYTES = 2 * 1024 * 1024;

/** A cache or database as one server with a volume of its own; a cache keeps nothing. */
export function storeService(store: DeployedStore, entryBytes: number): ComposeService {
  const { node, name } = store;
  const username = required(`${variableOf(name)}_USERNAME`);
  const password = required(`${variableOf(name)}_PASSWORD`);
  const common = { restart: "unless-stopped", stop_grace_period: "60s", networks: NETWORKS } as const;
  if (node.kind === "cache") return { ...redis(node.settings, entryBytes, password), ...common };
  switch (node.settings.flavor) {
    case "postgresql":
      return {
        image: "postgres:17.2-alpine",
        command: ["postgres", "-c", `max_connections=${node.settings.pool + OWN_CONNECTIONS}`],
        environment: { POSTGRES_USER: username, POSTGRES_PASSWORD: password },
        volumes: [`${name}-data:/var/lib/postgresql/data`],
        healthcheck: healthBy('pg_isready --username "$$POSTGRES_USER"', 20_000),
        ...common,
      };
    case "mongodb":
      return {
        image: "mongo:7.0.16",
        environment: { MONGO_INITDB_ROOT_USERNAME: username, MONGO_INITDB_ROOT_PASSWORD: password },
        volumes: [`${name}-data:/data/db`],
        healthcheck: healthBy("mongosh --quiet --eval 'quit(db.adminCommand(\"ping\").ok ? 0 : 1)'", 20_000),
        ...common,
      };
    case "cassandra":
      return {
        image: "cassandra:5.0.2",
        environment: { CASSANDRA_CLUSTER_NAME: name },
        volumes: [`${name}-data:/var/lib/cassandra`],
        healthcheck: healthBy("cqlsh -e 'describe cluster' > /dev/null", 110_000),
        ...common,
      };
  }
}

/** Whether the server asks who connects. Cassandra's image takes everybody. */
export function hasPassword({ engine }: DeployedStore): boolean {
  return engine !== "cassandra";
}

function redis({ capacity, policy }: SettingsOf<"cache">, entryBytes: number, password: string): Pick<ComposeService, "image" | "command" | "environment" | "healthcheck"> {
  const server = ["redis-server", "--save ''", "--appendonly no", `--maxmemory ${EMPTY_REDIS_BYTES + capacity * entryBytes}`, `--maxmemory-policy allkeys-${policy}`, '--requirepass "$$REDISCLI_AUTH"'];
  return {
    image: "redis:7.4.2-alpine",
    command: ["sh", "-c", `exec ${server.join(" ")}`],
    // The client of the health check reads its password here as well.
    environment: { REDISCLI_AUTH: password },
    healthcheck: healthBy("redis-cli ping | grep -q PONG"),
  };
}

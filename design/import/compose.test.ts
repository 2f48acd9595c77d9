import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyJson } from "../testing/arbitrary-design.ts";
import { designOf } from "../../tests/support/designs.ts";
import { examples } from "../../tests/support/examples.ts";
import { checkDesign, hasErrors } from "../checks/check.ts";
import { exportTo } from "../export/registry.ts";
import { topologyOf } from "../topology/resolve.ts";
import { importText } from "./registry.ts";

function read(text: string) {
  const { source, design, notes } = importText(text, "compose.yaml");
  expect(source).toBe("compose");
  expect(hasErrors(checkDesign(design))).toBe(false);
  const edges = design.edges.map(({ from, to }) => `${from.node}${from.port === "out" ? "" : `.${from.port}`} > ${to.node}`);
  return { design, notes, edges, kinds: Object.fromEntries(design.nodes.map(({ id, kind }) => [id, kind])), settings: (id: string) => design.nodes.find((node) => node.id === id)?.settings ?? {}, at: (place: string) => notes.filter((note) => note.place.startsWith(place)).map(({ what }) => what) };
}

const SHOP = `
name: shop
x-common: &common
  environment: &env
    AMQP_URL: amqp://guest:secret@rabbit:5672/%2f
services:
  rabbit:
    image: rabbitmq:3.13-management
    networks: { back: { aliases: [mq] } }
  db: { image: "postgres:17", command: ["postgres", "-c", "max_connections=30"] }
  sessions: { image: valkey/valkey:8, command: valkey-server --maxmemory-policy allkeys-lfu }
  shop-api:
    image: \${REGISTRY:-local}/shop-api:1
    ports: ["8080:8080"]
    environment:
      - AMQP_HOST=mq
      - DATABASE_URL=postgres://u:\${PASSWORD:?Set db in .env}@db:5432/shop
      - SESSIONS=\${SESSIONS:-redis://sessions:6379/1}
      - PUBLISH_QUEUE=orders
  order-worker:
    <<: *common
    build: .
    depends_on: { rabbit: { condition: service_healthy }, migrate: { condition: service_completed_successfully } }
    environment: { <<: *env, CONSUME_QUEUE: orders, FAILED_QUEUE: orders-dead, CONCURRENCY: 4, PORT: 8080 }
    deploy: { replicas: 3 }
  mailer:
    extends: { service: order-worker }
    scale: 2
    environment: { CONSUME_QUEUE: mails, CONCURRENCY: "1" }
  migrate: { image: shop-migrate, environment: { DB_HOST: db } }
  grafana: { image: grafana/grafana:11 }
  extra: { image: shop-extra, profiles: [debug], depends_on: [db], env_file: .env, imagined: 1 }
`;

describe("Docker Compose import", () => {
  it("draws brokers, stores and programs, joined by what their environment names", () => {
    const { design, kinds, edges, settings } = read(SHOP);
    expect(design.name).toBe("shop");
    expect(kinds).toMatchObject({ db: "database", sessions: "cache", "shop-api": "consumer", "order-worker": "consumer", mailer: "consumer", orders: "queue", "orders-dead": "deadLetter", mails: "queue", extra: "consumer" });
    expect(edges).toEqual(expect.arrayContaining(["shop-api.call > db", "shop-api.call > sessions", "clients-of-shop-api > shop-api", "shop-api > orders", "orders > order-worker", "order-worker.failed > orders-dead", "mails > mailer", "mailer.failed > orders-dead", "publisher-to-mails > mails", "extra.call > db"]));
    expect([settings("order-worker"), settings("mailer"), settings("db"), settings("sessions")]).toEqual([{ replicas: 3, concurrency: 4 }, { replicas: 3, concurrency: 1 }, { flavor: "postgresql", pool: 30 }, { policy: "lfu" }]);
  });

  it("notes by place what it does not read, guesses, or leaves out", () => {
    const { at } = read(SHOP);
    expect(at("/services/grafana")).toEqual(["It is monitoring."]);
    expect(at("/services/migrate")).toEqual(["It is a step that runs once, before others begin."]);
    expect(at("/services/extra")).toEqual(["imagined is not known.", "Variables in other files are not read: what they name is not drawn.", "It runs only in the profiles debug.", "It takes events from no channel."]);
    expect(at("/services/rabbit")).toEqual(["Nothing in this file is seen to send to mails."]);
    expect(read("services: { rabbit: { image: rabbitmq }, thing: { build: ., depends_on: [rabbit] } }").at("/services/thing")).toEqual(["Whether it takes events from rabbit or sends them there is not in this file."]);
    expect(read("include: [other.yml]\nservices: { a: { image: x, extends: { file: b.yml, service: c } } }").notes.map(({ place }) => place)).toEqual(["/include", "/services/a/extends", "/services/a"]);
  });

  it("tells a Redis that keeps jobs from one that keeps answers", () => {
    const { kinds, edges } = read("services:\n  redis: { image: redis }\n  api: { build: ., depends_on: [redis] }\n  worker: { build: ., command: celery -A app worker --concurrency=8, environment: { REDIS_URL: 'redis://redis:6379' } }\n");
    expect(kinds).toEqual({ api: "producer", worker: "consumer", "redis-jobs": "queue" });
    expect(edges).toEqual(["api > redis-jobs", "redis-jobs > worker"]);
    expect(read("services:\n  redis: { image: redis }\n  api: { build: ., environment: { CACHE_URL: 'redis://redis' } }\n").edges).toEqual(["api.call > redis", "clients-of-api > api"]);
  });

  it("T4 T6 reads topics with their brokers' settings, groups and offsets", () => {
    const { kinds, edges, settings } = read(
      "services:\n  k1: { image: 'confluentinc/cp-kafka:7.6.1', environment: { KAFKA_NUM_PARTITIONS: 6, KAFKA_LOG_RETENTION_HOURS: 24, KAFKA_CREATE_TOPICS: 'clicks:3:1,views:1:1' } }\n  k2: { image: apache/kafka }\n  zoo: { image: zookeeper }\n  ingest: { image: i, environment: { BOOTSTRAP: 'k1:9092,k2:9092', KAFKA_TOPIC: clicks } }\n  count: { image: c, command: run --consumer-group counters --auto-offset-reset=earliest, environment: { BROKERS: 'k1:9092', INPUT_TOPIC: clicks, OUTPUT_TOPIC: counts } }\n",
    );
    expect(kinds).toMatchObject({ clicks: "topic", views: "topic", counts: "topic", ingest: "producer", count: "consumer" });
    expect(edges).toEqual(expect.arrayContaining(["ingest > clicks", "clicks > count", "count > counts", "counts > counts-consumer"]));
    expect(settings("clicks")).toEqual({ partitions: 6, replicationFactor: 2, minInsyncReplicas: 1, retentionMs: 86_400_000 });
    expect(settings("count")).toEqual({ group: "counters", offsetReset: "earliest" });
  });

  it("reads back what the export to Docker Compose says of programs, channels and calls", () => {
    const design = designOf(
      { p: ["producer"], q: ["queue"], t: ["topic"], c: ["consumer", { replicas: 3, concurrency: 2 }], g: ["consumer", { group: "audit", offsetReset: "earliest" }], d: ["deadLetter"], k: ["cache"], b: ["database", { flavor: "mongodb" }] },
      ["p > q", "p > t", "q > c", "c > t", "t > g", "c.failed > d", "c.call > k.call", "k.origin > b.call"],
    );
    const { kinds, edges, settings } = read(exportTo("compose", topologyOf(design)).files[0]!.text);
    expect(kinds).toEqual({ p: "producer", q: "queue", t: "topic", c: "consumer", g: "consumer", d: "deadLetter", k: "cache", b: "database" });
    expect(edges.toSorted((a, b) => a.localeCompare(b))).toEqual(["c > t", "c.call > b", "c.call > k", "c.failed > d", "p > q", "p > t", "q > c", "t > g"]);
    expect([settings("c"), settings("g")]).toEqual([{ replicas: 3, concurrency: 2 }, { replicas: 1, concurrency: 1, group: "audit", offsetReset: "earliest" }]);
  });

  it("reads back the consumers of every example that was exported, with their replicas", { timeout: 60_000 }, () => {
    for (const { file, design } of examples()) {
      const drawn = topologyOf(design).services.flatMap(({ node }) => (node.kind === "consumer" ? [node.settings.replicas * 10_000 + node.settings.concurrency] : []));
      const { design: again } = importText(exportTo("compose", topologyOf(design)).files[0]!.text, "compose.yaml");
      const found = again.nodes.flatMap(({ kind, settings }) => (kind === "consumer" && settings?.["replicas"] !== undefined ? [Number(settings["replicas"]) * 10_000 + Number(settings["concurrency"] ?? 1)] : []));
      for (const each of drawn) expect([file, found]).toEqual([file, expect.arrayContaining([each])]);
    }
  });

  it("opens whatever stands where services should", { timeout: 60_000 }, () => {
    const image = fc.constantFrom("rabbitmq", "redis:7", "apache/kafka", "postgres", "mongo", "nginx", "app", "");
    const key = fc.constantFrom("environment", "depends_on", "command", "deploy", "extends", "ports", "networks", "links", "scale", "profiles", "x-a", "b");
    const text = fc.oneof(fc.constantFrom("a", "b", "redis://a:1", "${X:-b:9}", "QUEUE=a", "a b", "$"), fc.string());
    const value = fc.oneof(text, fc.array(text), fc.dictionary(text.filter((each) => each !== "__proto__"), text), anyJson);
    const service = fc.tuple(image, fc.dictionary(key, value)).map(([name, rest]) => ({ ...rest, image: name }));
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom("a", "b", "c", "worker", "1", "ä ö", ""), fc.oneof({ weight: 5, arbitrary: service }, { weight: 1, arbitrary: anyJson }), { minKeys: 1 }), (services) => {
        const document = JSON.stringify({ services: { ...services, first: { image: "app" } } });
        const { design } = importText(document, "compose.json");
        expect(hasErrors(checkDesign(design))).toBe(false);
        expect(importText(document, "compose.json").design).toEqual(design);
      }),
      { numRuns: 150 },
    );
  });
});

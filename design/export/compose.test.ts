import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { checkCompose } from "../../engine/host/exports/compose-validity.ts";
import { arbitraryDesign } from "../../tests/support/arbitrary-design.ts";
import { designOf } from "../../tests/support/designs.ts";
import { examples } from "../../tests/support/examples.ts";
import { silentLosses } from "../../tests/support/silent-losses.ts";
import type { Design } from "../document/schema.ts";
import { topologyOf } from "../topology/resolve.ts";
import { BROKER_NAMES } from "./compose-brokers.ts";
import type { ComposeService } from "./compose-file.ts";
import { exportTo } from "./registry.ts";
import { printable } from "./yaml.ts";

interface ComposeDocument {
  readonly services: Readonly<Record<string, ComposeService>>;
}

function exported(design: Design, options: Record<string, unknown> = {}) {
  const { files, losses } = exportTo("compose", topologyOf(design), options);
  const file = (path: string): string => files.find((each) => each.path === path)?.text ?? "";
  const { services } = parse(file("compose.yaml")) as ComposeDocument;
  return { files, services, file, environment: (name: string) => services[name]?.environment ?? {}, lost: (id: string) => losses.filter((loss) => loss.id === id).map(({ property }) => property) };
}

describe("Docker Compose", () => {
  it("runs a service for each program, with what was drawn in its environment, and queues made before it starts", () => {
    const { services, environment, file, lost } = exported(
      designOf(
        { p: ["producer", { eventType: "order.placed", arrivals: { process: "constant", ratePerSecond: 5 } }], q: ["queue", { attempts: 5 }], c: ["consumer", { replicas: 3, concurrency: 4, timeoutMs: 25_000, coldStartMs: 40_000, cpu: true, failureRate: 0.1 }], d: ["deadLetter"], s: ["sink"] },
        ["p > q", "q > c", "c.failed > d", "c > s"],
      ),
    );
    expect(environment("p")).toMatchObject({ EVENT_TYPE: "order.placed", PUBLISH_QUEUES: "q", RABBITMQ_HOST: "rabbitmq", RABBITMQ_PASSWORD: "${RABBITMQ_PASSWORD:?Set RABBITMQ_PASSWORD in .env}" });
    expect(environment("c")).toMatchObject({ CONSUME_QUEUES: "q", FAILED_QUEUES: "d", CONCURRENCY: "4", TIMEOUT_MS: "25000" });
    expect(services["c"]).toMatchObject({
      image: "${C_IMAGE:?Set C_IMAGE in .env}",
      stop_grace_period: "25s",
      healthcheck: { start_period: "50s" },
      depends_on: { "rabbitmq-definitions": { condition: "service_completed_successfully" } },
      deploy: { replicas: 3, resources: { reservations: { cpus: "4" }, limits: { memory: "512M" } } },
    });
    expect((JSON.parse(file("rabbitmq/definitions.json")) as { queues: { name: string }[] }).queues.map(({ name }) => name)).toEqual(["q", "d"]);
    expect([lost("p"), lost("c"), lost("s")]).toEqual([["arrivals"], ["failureRate"], ["kind"]]);
    expect(lost("q")).toContain("backoff");
  });

  it("T7 runs as many Kafka brokers as the topics have replicas, or one, and says what that loses", () => {
    const design = designOf({ p: ["producer"], t: ["topic", { replicationFactor: 5, minInsyncReplicas: 3 }], c: ["consumer", { group: "g", offsetReset: "earliest" }], d: ["deadLetter"] }, ["p > t", "t > c", "c.failed > d"]);
    const drawn = exported(design);
    expect(Object.keys(drawn.services)).toEqual(["kafka-1", "kafka-2", "kafka-3", "kafka-4", "kafka-5", "kafka-topics", "p", "c"]);
    expect([drawn.environment("kafka-3")["KAFKA_PROCESS_ROLES"], drawn.environment("kafka-4")["KAFKA_PROCESS_ROLES"]]).toEqual(["broker,controller", "broker"]);
    expect(drawn.environment("c")).toMatchObject({ CONSUME_TOPICS: "t", FAILED_TOPICS: "t-g-dlt", KAFKA_GROUP_ID: "g", KAFKA_AUTO_OFFSET_RESET: "earliest" });
    expect(drawn.file("kafka/create-topics.sh")).toContain("--topic t --partitions 3 --replication-factor 5");
    expect(drawn.lost("t")).toEqual([]);
    const one = exported(design, { kafkaBrokers: "one" });
    expect(Object.keys(one.services)).toEqual(["kafka", "kafka-topics", "p", "c"]);
    expect(one.file("kafka/create-topics.sh")).toContain("--replication-factor 1 --config retention.ms=604800000 --config min.insync.replicas=1");
    expect(one.lost("t")).toEqual(["replicationFactor", "minInsyncReplicas"]);
  });

  it("S1 S2 runs caches and databases, and gives their callers what they need to reach them", () => {
    const { services, environment, lost } = exported(
      designOf(
        { p: ["producer"], c: ["consumer", { replicas: 2 }], k: ["cache", { policy: "lfu", ttlMs: 500, capacity: 10, hitMs: 2 }], d: ["database", { flavor: "mongodb", pool: 9, replicationFactor: 3 }], a: ["database", { flavor: "cassandra", consistency: "quorum", replicationFactor: 3 }] },
        ["p > c", "c.call > k.call", "k.origin > d.call", "p > a"],
      ),
      { cacheEntryBytes: 100 },
    );
    expect(services["k"]?.command?.[2]).toContain("--maxmemory 2098152 --maxmemory-policy allkeys-lfu");
    expect([services["d"]?.image, services["a"]?.image]).toEqual([expect.stringMatching(/^mongo:\d/), expect.stringMatching(/^cassandra:\d/)]);
    expect(environment("c")).toMatchObject({ K_HOST: "k", K_TTL_MS: "500", D_HOST: "d", D_PORT: "27017", D_POOL_SIZE: "4", D_CONSISTENCY: "quorum" });
    expect(services["c"]?.depends_on).toMatchObject({ k: { condition: "service_healthy" }, d: { condition: "service_healthy" } });
    expect([lost("k"), lost("d"), lost("a")]).toEqual([["hitMs", "capacity"], ["pool", "replicationFactor"], ["in", "replicationFactor", "consistency"]]);
  });

  it("holds no password, and lists every variable that must be set, without a value", { timeout: 60_000 }, () => {
    for (const { design } of examples()) {
      const { files, file } = exported(design);
      const namesIn = (path: string, pattern: RegExp): Set<string | undefined> => new Set([...file(path).matchAll(pattern)].map(([, name]) => name));
      expect(namesIn(".env.example", /^([A-Z0-9_]+)=$/gm)).toEqual(namesIn("compose.yaml", /(?<!\$)\$\{([A-Z0-9_]+)/g));
      for (const { text } of files) for (const [, value] of text.matchAll(/PASS(?:WORD)?: (.*)$/gm)) expect(value).toMatch(/^\$\{[A-Z0-9_]+:\?Set [A-Z0-9_]+ in \.env\}$/);
    }
  });

  it("is valid and says all it was given as data, whatever is drawn and however it is called", { timeout: 180_000 }, () => {
    fc.assert(
      fc.property(arbitraryDesign, (design) => {
        const { files, services } = exported(design);
        expect(checkCompose(files).problems).toEqual([]);
        const topology = topologyOf(design);
        const drawn = Object.entries(services).filter(([name]) => !BROKER_NAMES.includes(name));
        expect(drawn).toHaveLength(topology.services.length + topology.stores.length);
        // Compose takes `$$` for a `$`.
        const names = drawn.flatMap(([, { environment }]) => (environment?.["SERVICE_NAME"] ?? []) as string | []).map((name) => name.replaceAll("$$", "$"));
        expect(names).toEqual(topology.services.map(({ node }) => printable(node.name)));
        for (const [, { environment = {} }] of drawn) for (const variable of Object.keys(environment)) expect(variable).toMatch(/^[A-Z][A-Z0-9_]*$/);
        const text = files[0]!.text;
        expect(parse(text, { version: "1.1" })).toEqual(parse(text));
      }),
      { numRuns: 20 },
    );
  });

  it("drops no setting in silence", { timeout: 180_000 }, () => {
    fc.assert(
      fc.property(arbitraryDesign, (design) => {
        expect(silentLosses("compose", design)).toEqual([]);
      }),
      { numRuns: 6 },
    );
  });
});

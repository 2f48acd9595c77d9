import { z } from "zod";
import { formatCount, formatTime } from "../words/numbers.ts";
import { distributionSchema, meanOf, type Distribution } from "./distribution.ts";
import { choice, count, durationMs, share } from "./fields.ts";
import { CALL_IN, defineKind, EVENT_IN, type SettingsProblem } from "./kind.ts";

export const FLAVORS = ["postgresql", "mongodb", "cassandra"] as const;
export type Flavor = (typeof FLAVORS)[number];

const CONSISTENCIES = ["one", "quorum", "all"] as const;
export type Consistency = (typeof CONSISTENCIES)[number];

/** What a flavour says where the settings do not. */
export interface FlavorDefaults {
  readonly readTime: Distribution;
  readonly writeTime: Distribution;
  readonly consistency: Consistency;
  /** How long a partition is without its primary, or without the replica that is down, ms. */
  readonly failoverMs: number;
  /** Whether only a partition's primary takes writes. */
  readonly hasPrimary: boolean;
}

function lognormal(meanMs: number): Distribution {
  return { distribution: "lognormal", meanMs, cv: 1 };
}

/**
 * The flavours' defaults. Times are those of small rows on a fast disk, ours to choose; the rest are the products' own:
 * - PostgreSQL: replication is asynchronous, so one server answers; Patroni's `ttl` is 30 s.
 * - MongoDB: the write concern is `majority` since 5.0; the manual gives 12 s as the median time until a new primary is elected.
 * - Cassandra: the drivers' default is `LOCAL_ONE`; writes only append and are faster than reads; no primary: what a dead
 *   replica does not answer others do, and a gossip round convicts it after some 10 s.
 */
export const flavorDefaults: Readonly<Record<Flavor, FlavorDefaults>> = {
  postgresql: { readTime: lognormal(2), writeTime: lognormal(4), consistency: "one", failoverMs: 30_000, hasPrimary: true },
  mongodb: { readTime: lognormal(2), writeTime: lognormal(4), consistency: "quorum", failoverMs: 12_000, hasPrimary: true },
  cassandra: { readTime: lognormal(3), writeTime: lognormal(1), consistency: "one", failoverMs: 10_000, hasPrimary: false },
};

/** As their makers write them. */
const NAMES = { postgresql: "PostgreSQL", mongodb: "MongoDB", cassandra: "Cassandra" } as const;

const settingsSchema = z.strictObject({
  flavor: choice(FLAVORS, { title: "Flavour", help: "Gives times, consistency and failover where they are not set." }).default("postgresql"),
  pool: count({ title: "Pool", help: "Connections to each partition; calls wait in line for one." }, { min: 1, max: 10_000 }).default(10),
  readTime: distributionSchema.meta({ title: "Read time", help: "How long one replica takes for a read; the flavour's where it is not set." }).optional(),
  writeTime: distributionSchema.meta({ title: "Write time", help: "How long one replica takes for a write; the flavour's where it is not set." }).optional(),
  partitions: count({ title: "Partitions", help: "Keys are spread over so many by their hash; each has a pool of its own." }, { min: 1, max: 1000 }).default(1),
  replicationFactor: count({ title: "Replication factor", help: "Copies of each partition (modelled).", unit: "replicas" }, { min: 1, max: 100 }).default(1),
  consistency: choice(CONSISTENCIES, { title: "Consistency", help: "How many replicas must have answered; the flavour's where it is not set." }).optional(),
  failoverMs: durationMs({ title: "Failover", help: "How long a partition is without the replica that failed; the flavour's where it is not set." }).optional(),
  failsEveryMs: durationMs({ title: "Fails every", help: "Mean time until a partition's primary fails. Without it none does." }, { min: 1 }).optional(),
  failureRate: share({ title: "Failure rate", help: "Share of calls that fail after their time." }).default(0),
});

type Settings = z.output<typeof settingsSchema>;

/** A database, as a model of one (rule S2). */
export const database = defineKind({
  title: "Database",
  summary: "a modelled store",
  help:
    "Modelled, not run: a call waits for one of the pool's connections to its key's partition, and holds it for the read or write time. With replicas the answer " +
    "is there when the first, a majority or all of them have answered. A hot key makes a hot partition. Events that are sent to it are stored: each is a write.",
  category: "state",
  role: "consumer",
  icon: "database",
  version: 1,
  migrations: [],
  settings: settingsSchema,
  ports: () => [EVENT_IN, CALL_IN],
  check: checkDatabase,
  detail: (settings) => NAMES[settings.flavor],
  gist: (settings) => {
    const { readTime, writeTime, consistency, pool, partitions, replicationFactor } = databaseOf(settings);
    const size = partitions === 1 ? formatCount(pool) : `${formatCount(partitions)} × ${formatCount(pool)}`;
    const copies = replicationFactor === 1 ? "" : ` · ${consistency} of ${formatCount(replicationFactor)}`;
    return `model · pool ${size}${copies === "" ? ` · ${formatTime(meanOf(readTime))} / ${formatTime(meanOf(writeTime))}` : copies}`;
  },
});

/** The settings with what the flavour says filled in. */
export function databaseOf(settings: Settings): Settings & FlavorDefaults {
  const { readTime, writeTime, consistency, failoverMs, hasPrimary } = flavorDefaults[settings.flavor];
  return {
    ...settings,
    readTime: settings.readTime ?? readTime,
    writeTime: settings.writeTime ?? writeTime,
    consistency: settings.consistency ?? consistency,
    failoverMs: settings.failoverMs ?? failoverMs,
    hasPrimary,
  };
}

/** How many of a partition's replicas must have answered. */
export function answersNeeded(consistency: Consistency, replicationFactor: number): number {
  if (consistency === "one") return 1;
  return consistency === "all" ? replicationFactor : Math.floor(replicationFactor / 2) + 1;
}

function checkDatabase(settings: Settings): SettingsProblem[] {
  const { consistency, replicationFactor, pool, partitions } = settings;
  return [
    ...(consistency === "quorum" && replicationFactor < 2
      ? [{ severity: "warning" as const, path: ["consistency"], message: "A majority of one copy is that copy: a quorum says something from a replication factor of 3 on." }]
      : []),
    ...(consistency === "quorum" && replicationFactor === 2
      ? [{ severity: "warning" as const, path: ["replicationFactor"], message: "A majority of two copies is both of them, so that one that fails stops it; use 3." }]
      : []),
    ...(pool * partitions > 100_000
      ? [{ severity: "error" as const, path: ["pool"], message: "Pool × partitions must not exceed 100,000 connections." }]
      : []),
  ];
}

import { AppError } from "../errors.ts";
import { Channels, consumerSettings, topicSettings } from "./compose-channels.ts";
import { namedChannels, redisUse, roleByName, type Use } from "./compose-flow.ts";
import { roleOf, type ImageRole } from "./compose-images.ts";
import { aliasesOf, referencesOf, type Reference } from "./compose-references.ts";
import { readServices, type ReadService } from "./compose-service.ts";
import { Drawing } from "./drawing.ts";
import type { ImportResult, ImportSource } from "./source.ts";
import { entriesIn, pointerTo, recordIn, textIn, valueIn } from "./values.ts";

/** Compose files: which brokers, stores and programs there are, and which of them name each other. */
export const compose: ImportSource = {
  title: "Docker Compose",
  summary: "Brokers, caches, databases and services, and which of them are connected.",
  extensions: [".yaml", ".yml"],
  recognises: (document) => valueIn(document, "apiVersion") === undefined && entriesIn(valueIn(document, "services")).some(([, service]) => ["image", "build", "extends", "provider"].some((key) => valueIn(service, key) !== undefined)),
  read,
};

function read(document: unknown, fileName: string): ImportResult {
  if (recordIn(valueIn(document, "services")) === undefined) throw new AppError("import-refused", "A Compose file has its services under /services.");
  const reading = new Reading(document);
  return reading.result(textIn(document, "name") ?? fileName);
}

/** One file while it is read. */
class Reading {
  private readonly drawing = new Drawing();
  private readonly services: readonly ReadService[];
  private readonly roles: ReadonlyMap<string, ImageRole>;
  private readonly aliases: ReadonlyMap<string, string>;
  private readonly channels = new Channels(this.drawing);
  private readonly stores = new Map<string, string>();
  private readonly references = new Map<string, readonly Reference[]>();
  /** Names of those caches that keep jobs for somebody. */
  private readonly jobs = new Set<string>();
  private readonly programs = new Map<string, { readonly id: string; readonly takes: boolean }>();

  constructor(document: unknown) {
    for (const key of ["include", "models"]) if (valueIn(document, key) !== undefined) this.drawing.note(pointerTo(key), "Other files and models are not read.", "Merge the files first: docker compose config.");
    for (const [key] of entriesIn(document)) if (!KNOWN.has(key) && !key.startsWith("x-")) this.drawing.note(pointerTo(key), `${key.slice(0, 80)} is not known.`, "Left out.");
    this.services = readServices(document, this.drawing);
    const setUp = new Set(this.services.flatMap(({ dependsOn }) => dependsOn.filter(({ condition }) => condition === "service_completed_successfully").map(({ service }) => service)));
    this.roles = new Map(this.services.map(({ name, image }) => [name, setUp.has(name) ? ONCE : roleOf(image)]));
    this.aliases = aliasesOf(this.services);
  }

  result(name: string): ImportResult {
    const programs = this.programsOf();
    for (const program of programs) this.references.set(program.name, referencesOf(program, this.aliases));
    for (const { name: store } of this.ofRole("cache")) if (programs.some((program) => redisUse(this.referencesTo(program, store), program).jobs)) this.jobs.add(store);
    for (const service of this.services) this.drawStore(service, programs);
    for (const program of programs) this.drawProgram(program, this.references.get(program.name) ?? []);
    for (const broker of this.ofRole("queues", "topics")) this.drawBroker(broker);
    const idle = programs.filter((program) => !this.programs.has(program.name));
    const nothing = this.programs.size === 0 && this.channels.isEmpty;
    for (const program of idle) {
      if (nothing) this.drawCalled(program, []);
      else this.drawing.note(pointerTo("services", program.name), "It names no broker and no store.", "Left out.");
    }
    this.channels.draw(this.programs, topicSettings(this.ofRole("topics")));
    return this.drawing.result(name);
  }

  private ofRole(...roles: readonly ImageRole["role"][]): ReadService[] {
    return this.services.filter(({ name }) => roles.includes(this.roles.get(name)?.role ?? "program"));
  }

  private referencesTo({ name }: ReadService, to: string): Reference[] {
    return (this.references.get(name) ?? []).filter((reference) => reference.to === to);
  }

  /** Programs that stay: not tools, nor what only sets something up before others begin. */
  private programsOf(): ReadService[] {
    return this.services.filter(({ name, replicas }) => {
      const role = this.roles.get(name);
      if (role?.role === "program" && replicas === 0) {
        this.drawing.note(`${pointerTo("services", name)}/deploy/replicas`, "It has no replicas, so it does not run.", "Left out.");
        return false;
      }
      if (role?.role === "support") this.drawing.note(pointerTo("services", name), `It is ${role.product}.`, "Left out: no event of the design passes it.");
      return role?.role === "program";
    });
  }

  /** A cache or database; a Redis that only keeps jobs is none. */
  private drawStore({ name, command, replicas }: ReadService, programs: readonly ReadService[]): void {
    const role = this.roles.get(name);
    if (role?.role !== "cache" && role?.role !== "database") return;
    const place = pointerTo("services", name);
    if (!role.exact) this.drawing.note(`${place}/image`, `It is ${role.product}.`, role.role === "cache" ? "Drawn as a cache." : `Drawn as a database that is modelled on ${role.flavor}: set its times.`);
    if (replicas !== undefined && replicas > 1) this.drawing.note(`${place}/deploy/replicas`, "Copies of a store's container are not replicas of its data.", "Set the replication factor, if they are.");
    if (role.role === "database") {
      const pool = Number(/max_connections[= ](\d+)/.exec(command)?.[1]);
      this.stores.set(name, this.drawing.node("database", name, { flavor: role.flavor, pool: pool >= 1 && pool <= 10_000 ? pool : undefined }));
      return;
    }
    if (this.jobs.has(name) && !programs.some((program) => redisUse(this.referencesTo(program, name), program).cache)) return;
    this.stores.set(name, this.drawing.node("cache", name, /allkeys-lfu|volatile-lfu/.test(command) ? { policy: "lfu" } : {}));
  }

  private drawProgram(program: ReadService, references: readonly Reference[]): void {
    const place = pointerTo("services", program.name);
    const byName = roleByName(program);
    const otherwise = byName ?? (program.publishesPorts ? "writes" : "reads");
    const uses = this.usesOf(program, references, otherwise);
    const calls = new Set(references.flatMap(({ to }) => (this.jobs.has(to) && !redisUse(this.referencesTo(program, to), program).cache ? [] : (this.stores.get(to) ?? []))));
    if (uses.length === 0 && calls.size === 0) return;
    const others = [...new Set(references.map(({ to }) => to).filter((to) => this.roles.get(to)?.role === "program"))];
    if (others.length > 0) this.drawing.note(place, `It names other programs: ${others.join(", ").slice(0, 300)}.`, "Not drawn: whether it calls them or sends them events is not in this file.");
    const guessed = uses.filter(({ use }) => use.name === undefined).map(({ broker }) => broker);
    if (guessed.length > 0)
      this.drawing.note(place, `Whether it takes events from ${[...new Set(guessed)].join(", ")} or sends them there is not in this file.`, `Drawn as one that ${otherwise === "reads" ? "takes them" : "sends them"}${byName === undefined ? "" : ", by its name"}: turn the edge round where it does not.`);
    for (const { broker, use } of uses) this.channels.add(broker, use, program.name, this.jobs.has(broker) ? `${broker} jobs` : broker);
    if (calls.size > 0 || uses.some(({ use }) => use.does === "reads")) this.drawCalled(program, [...calls], uses.some(({ use }) => use.does === "reads"));
    else this.programs.set(program.name, { id: this.drawing.node("producer", program.name), takes: false });
  }

  /** A program that takes events or calls; one that takes from no channel has clients. */
  private drawCalled(program: ReadService, calls: readonly string[], reads = false): void {
    const id = this.drawing.node("consumer", program.name, consumerSettings(program));
    this.programs.set(program.name, { id, takes: true });
    for (const store of calls) this.drawing.edge([id, "call"], [store, "call"]);
    if (reads) return;
    this.drawing.note(pointerTo("services", program.name), "It takes events from no channel.", "Clients that send 10 a second are drawn before it: set their rate.");
    this.drawing.edge(this.drawing.node("producer", `Clients of ${program.name}`), id);
  }

  /** What a program does with the channels of each broker that it names. */
  private usesOf(program: ReadService, references: readonly Reference[], otherwise: "reads" | "writes"): { readonly broker: string; readonly use: Use }[] {
    const named = namedChannels(program, otherwise);
    const [firstKafka] = this.ofRole("topics");
    const uses: { broker: string; use: Use }[] = [];
    for (const to of new Set(references.map((reference) => reference.to))) {
      const role = this.roles.get(to)?.role;
      if (role === "topics" && firstKafka !== undefined) uses.push(...usesOn(firstKafka.name, named.filter(({ sort }) => sort === "topic"), "topic", otherwise));
      else if (role === "queues") uses.push(...usesOn(to, named.filter(({ sort }) => sort !== "topic"), "queue", otherwise));
      else if (this.jobs.has(to) && (redisUse(this.referencesTo(program, to), program).jobs || otherwise === "writes")) uses.push(...usesOn(to, named.filter(({ sort }) => sort === "queue"), "queue", otherwise));
    }
    const seen = new Set<string>();
    return uses.filter((use) => !seen.has(JSON.stringify(use)) && seen.add(JSON.stringify(use)));
  }

  /** Topics that a broker makes at its start, and one channel for a broker that nobody names. */
  private drawBroker({ name, environment }: ReadService): void {
    const role = this.roles.get(name);
    const [firstKafka] = this.ofRole("topics");
    if ((role?.role === "queues" || role?.role === "topics") && !role.exact) this.drawing.note(pointerTo("services", name, "image"), `It is ${role.product}.`, `Drawn as ${role.role}.`);
    for (const [variable, value] of environment) {
      if (!/^KAFKA_CREATE_TOPICS$/.test(variable) || firstKafka === undefined) continue;
      for (const topic of value.split(",")) {
        const called = topic.trim().split(":")[0] ?? "";
        if (called !== "") this.channels.add(firstKafka.name, { does: "writes", sort: "topic", name: called });
      }
    }
    if (role?.role === "topics" && name === firstKafka?.name && this.ofRole("topics").length > 1) this.drawing.note(pointerTo("services", name), "Several brokers of topics are read as one cluster.", "Nothing, where they are one.");
    if (this.channels.isEmpty) this.channels.add(role?.role === "topics" ? (firstKafka?.name ?? name) : name, { does: "writes", sort: role?.role === "topics" ? "topic" : "queue", name: undefined });
  }
}

/** The role of what others wait for until it has ended. */
const ONCE: ImageRole = { role: "support", product: "a step that runs once, before others begin" };

/** Top-level keys that are read, or say nothing about events. */
const KNOWN = new Set(["version", "name", "services", "networks", "volumes", "configs", "secrets", "include", "models"]);

function usesOn(broker: string, named: readonly Use[], sort: Use["sort"], does: "reads" | "writes"): { broker: string; use: Use }[] {
  return named.length === 0 ? [{ broker, use: { does, sort, name: undefined } }] : named.map((use) => ({ broker, use }));
}

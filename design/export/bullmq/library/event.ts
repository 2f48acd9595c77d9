import { source } from "../code.ts";

/** `src/lib/event.ts` of the project. */
export const EVENT = source`import { createHash, randomUUID } from "node:crypto";

export type Json = string | number | boolean | null | Json[] | { [name: string]: Json };

/** What a job carries. */
export interface AppEvent {
  /** Also the id of the job: adding an event twice adds one job. */
  id: string;
  /** Id of the event that a producer emitted and that this one descends from. */
  rootId: string;
  type: string;
  key?: string;
  /** 0 is none; 1 is the most urgent. */
  priority: number;
  headers: Record<string, Json>;
  data: Json;
}

/** A new event, as a producer emits it. */
export function newEvent({ id = randomUUID(), ...given }: Partial<Omit<AppEvent, "rootId">> & Pick<AppEvent, "type">): AppEvent {
  return { id, rootId: id, priority: 0, headers: {}, data: null, ...given };
}

/**
 * The event that follows from another over an edge of the design. Its id depends on both alone, so that work which is done again after a
 * crash adds no second job while the first is remembered.
 */
export function childOf(parent: AppEvent, edge: string, copy = 0): AppEvent {
  const digest = createHash("sha256").update(JSON.stringify([parent.id, edge, copy])).digest("hex");
  return { ...parent, id: "e" + digest.slice(0, 32) };
}
`;

/** `src/lib/log.ts` of the project. */
export const LOG = source`import type { AppEvent } from "./event.js";

/** One line of JSON on standard output for each event that ends somewhere. */
export function ended(outcome: "delivered" | "dropped" | "deduplicated", place: string, event: AppEvent, reason?: string): void {
  console.log(JSON.stringify({ time: new Date().toISOString(), outcome, place, reason, id: event.id, rootId: event.rootId, type: event.type }));
}
`;

/** `src/lib/connection.ts` of the project. */
export const CONNECTION = source`import { Redis } from "ioredis";

const url = process.env["REDIS_URL"];
if (!url) throw new Error("Set REDIS_URL, for example redis://localhost:6379; .env.example shows how.");

/** Shared by all queues and workers; each worker opens a second one to block on. Workers need commands to wait for a lost Redis. */
export const connection = new Redis(url, { maxRetriesPerRequest: null });
connection.on("error", (error) => console.error("Redis:", error.message));
`;

import { z } from "zod";
import { breakerFrameSchema, processFrameSchema, targetsFrameSchema } from "../../contract/frame.ts";
import { noticeSchema } from "../../contract/run.ts";
import { sampleSchema } from "../../contract/sample.ts";
import type { Wiring } from "../../core/wiring.ts";
import type { FromProcess } from "../messages.ts";

/** Most of anything in a list that a worker sends at once. */
const MOST = 100_000;
/** Above every bucket that a time can fall into. */
const MOST_BUCKETS = 60_000;

const count = z.number().nonnegative();
const name = z.string().max(500);
const histogram = z.object({ buckets: z.array(z.int().nonnegative()).max(MOST), sum: z.number(), max: count }).refine(({ buckets }) => buckets.length % 2 === 0 && buckets.every((bucket, index) => index % 2 === 1 || bucket < MOST_BUCKETS), "Buckets come in pairs with their counts.");

/** To be the first that a worker says: what it is called, and the zone that it takes, where it takes one. */
export const joinSchema = z.strictObject({ type: z.literal("join"), name: z.string().min(1).max(100), pid: z.int().nonnegative(), zone: name.optional() });
export const leaveSchema = z.strictObject({ type: z.literal("leave") });

/**
 * What a worker on another machine may say. It is trusted to know the run's token, not to be free of faults: whatever it says is
 * looked at before anything is done with it, and what it may not say (endpoints, that the run has failed) is not among it.
 */
export function fromRemoteSchema({ places, edges, sources, keepers }: Wiring): z.ZodType<FromProcess> {
  const place = z.int().nonnegative().max(places.length - 1);
  const topics = keepers.flatMap((keeper) => (keeper.behaviour.role === "log" && keeper.node ? [keeper.node.id] : []));
  const partition = z.object({ topic: z.string().refine((id) => topics.includes(id), "There is no such topic."), partition: z.int().nonnegative().max(10_000) });
  const handovers = z.array(partition.extend({ offset: count, deliveries: count, failed: count })).max(MOST);
  const member = { group: name, member: name };
  const placeDelta = z.object({
    place,
    in: count, out: count, errors: count, retries: count, stalls: count, duplicates: count, deadLetters: count, refused: count, busyMs: z.number(), capacityMs: z.number(), hits: count, misses: count,
    wait: histogram.optional(), service: histogram.optional(), endToEnd: histogram.optional(),
  });
  const edgeCounts = z.array(count).max(4 * edges.length).refine((numbers) => numbers.length % 4 === 0, "Edges come with three counts.");
  const placeNow = z.object({ depth: count, inFlight: count, capacity: count, slots: z.string().max(10_000).optional(), restarts: z.object({ replicas: count, atMs: z.number() }).optional(), breaker: breakerFrameSchema.optional(), targets: targetsFrameSchema.optional() });
  const samples = z.array(sampleSchema).max(MOST);
  return z.discriminatedUnion("type", [
    z.object({ type: z.literal("group-join"), ...member, joining: z.object({ topics: z.array(partition.shape.topic).max(1000), sessionTimeoutMs: count }) }),
    z.object({ type: z.literal("group-leave"), ...member }),
    z.object({ type: z.literal("group-died"), ...member, handovers }),
    z.object({ type: z.literal("group-revoked"), ...member, partitions: z.array(partition).max(MOST), handovers }),
    z.object({ type: z.literal("group-opened"), ...member, partitions: z.array(partition).max(MOST) }),
    z.object({ type: z.literal("ready"), pid: z.int().nonnegative() }),
    z.object({
      type: z.literal("measured"),
      metrics: z.object({ places: z.array(placeDelta).max(10 * places.length), edges: edgeCounts, samples }),
      places: z.array(z.tuple([place, placeNow])).max(places.length),
      // Sources are in the run's own load process.
      sources: z.array(z.never()).max(0),
      stuck: count,
      process: processFrameSchema,
    }),
    z.object({ type: z.literal("samples"), samples }),
    z.object({ type: z.literal("next"), atMs: z.number().nullable() }),
    z.object({ type: z.literal("flushed"), early: z.array(z.object({ source: z.int().nonnegative().max(Math.max(0, sources.length - 1)), place })).max(MOST) }),
    z.object({ type: z.literal("notice"), notice: noticeSchema.extend({ message: z.string().max(2000), code: name }) }),
    z.object({ type: z.literal("failed"), message: z.string().max(2000) }),
  ]) as z.ZodType<FromProcess>;
}

import { queueSettingsSchema, type QueueSettings } from "./queue.ts";

/** The queue of a stage: it holds whatever comes, and what it holds is delivered again only because its process died. */
export const STAGE_QUEUE: QueueSettings = queueSettingsSchema.parse({ attempts: 1, maxStalled: 1000 });

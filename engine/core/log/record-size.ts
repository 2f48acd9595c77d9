import type { FlowEvent } from "../event.ts";

/** What Kafka allows for a record beside its key, value and headers, bytes (`DefaultRecord.MAX_RECORD_OVERHEAD`). */
const RECORD_OVERHEAD = 21;

/** Bytes that an event is counted with in a log: key, data and headers as JSON in UTF-8, and Kafka's overhead of a record (rules T1, T6). */
export function recordSize(event: Pick<FlowEvent, "key" | "data" | "headers">): number {
  let size = RECORD_OVERHEAD;
  if (event.key !== undefined) size += Buffer.byteLength(event.key);
  if (event.data !== null) size += Buffer.byteLength(JSON.stringify(event.data));
  if (event.headers !== undefined) size += Buffer.byteLength(JSON.stringify(event.headers));
  return size;
}

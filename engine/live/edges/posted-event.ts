import type { IncomingMessage } from "node:http";
import type { Json } from "../../../design/document/schema.ts";
import { traceContextOf, type TraceContext } from "../../core/trace-context.ts";
import type { Refusal } from "./endpoint-server.ts";

/** The largest body of a POST, bytes. */
export const MOST_BODY_BYTES = 2 ** 20;

/** Levels of its data, as of a design: what is much deeper overflows the stack of whoever reads it. */
const MOST_DEEP = 100;

/** What a POST says of its event. */
export interface Posted {
  readonly data: Json;
  readonly type: string | undefined;
  readonly key: string | undefined;
  /** The trace that the request belongs to; else the one that a CloudEvent names. */
  readonly trace: TraceContext | undefined;
}

/**
 * Reads an event from a POST: JSON, text, or a CloudEvent in structured or binary mode (CloudEvents HTTP protocol binding 1.0.2,
 * sections 3.1 and 3.2), or why it is refused.
 */
export async function postedEvent(request: IncomingMessage): Promise<Posted | Refusal> {
  const type = (request.headers["content-type"] ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
  const isJson = type === "application/json" || type.endsWith("+json");
  if (!isJson && type !== "text/plain") return { status: 415, message: "Send JSON (content-type: application/json), a CloudEvent or text/plain." };
  const body = await bodyOf(request);
  if (body === undefined) return { status: 413, message: "An event may have 1 MiB." };
  const trace = traceContextOf(header(request, "traceparent"), header(request, "tracestate"));
  const binary = { type: header(request, "ce-type"), key: header(request, "ce-partitionkey"), trace: trace ?? traceContextOf(header(request, "ce-traceparent"), header(request, "ce-tracestate")) };
  if (!isJson) return { ...binary, data: body };
  let value: Json;
  try {
    value = body.trim() === "" ? null : (JSON.parse(body) as Json);
  } catch {
    return { status: 400, message: "The body is not JSON." };
  }
  if (isDeeper(value, MOST_DEEP)) return { status: 400, message: `An event may be nested ${MOST_DEEP} deep.` };
  if (type !== "application/cloudevents+json") return { ...binary, data: value };
  if (typeof value !== "object" || value === null || Array.isArray(value)) return { status: 400, message: "A CloudEvent is an object." };
  const { data = null, type: named, partitionkey, traceparent, tracestate } = value;
  return { data, type: textOf(named) || undefined, key: textOf(partitionkey), trace: trace ?? traceContextOf(textOf(traceparent), textOf(tracestate)) };
}

/** Whether lists and objects are nested deeper; looks no deeper than that. */
function isDeeper(value: Json, levels: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => isDeeper(inner, levels - 1));
}

function textOf(value: Json | undefined): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function header(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** The body as text; undefined when it is too large. */
async function bodyOf(request: IncomingMessage): Promise<string | undefined> {
  if (Number(request.headers["content-length"] ?? 0) > MOST_BODY_BYTES) return undefined;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MOST_BODY_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

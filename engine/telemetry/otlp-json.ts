import type { AttributeValue, Span } from "./span.ts";
import { SPAN_KIND } from "./span.ts";

/** What all spans of a run have in common. */
export interface SpanResource {
  readonly runId: string;
  readonly design: string;
  readonly version: string;
  /** `service.name`; that of the node where a span happened without it. */
  readonly serviceName: string | undefined;
  readonly attributes: Readonly<Record<string, string>>;
}

/** OTLP's number for a status that is an error. */
const STATUS_ERROR = 2;

/**
 * An ExportTraceServiceRequest in OTLP's JSON encoding (opentelemetry-proto 1.x: ids in hexadecimal, 64-bit numbers as texts, enumerations as
 * numbers). Each node is a service of its own, so that a service map shows the design.
 */
export function otlpRequest(spans: readonly Span[], resource: SpanResource): string {
  const services = new Map<string, Span[]>();
  for (const span of spans) {
    const name = resource.serviceName ?? span.node;
    services.set(name, [...(services.get(name) ?? []), span]);
  }
  const { runId, design, version } = resource;
  const common = { ...resource.attributes, "service.namespace": design, "service.instance.id": runId, "spillway.run.id": runId, "telemetry.sdk.name": "spillway", "telemetry.sdk.language": "nodejs", "telemetry.sdk.version": version };
  return JSON.stringify({
    resourceSpans: [...services].map(([name, own]) => ({
      resource: { attributes: attributesOf({ "service.name": name, ...common }) },
      scopeSpans: [{ scope: { name: "spillway", version }, spans: own.map(spanOf) }],
    })),
  });
}

function spanOf({ traceId, spanId, parentId, name, kind, startMs, endMs, attributes, error }: Span): unknown {
  return {
    traceId,
    spanId,
    ...(parentId !== undefined && { parentSpanId: parentId }),
    name,
    kind: SPAN_KIND[kind],
    startTimeUnixNano: nanoseconds(startMs),
    endTimeUnixNano: nanoseconds(endMs),
    attributes: attributesOf(attributes),
    ...(error !== undefined && { status: { code: STATUS_ERROR, message: error } }),
  };
}

function nanoseconds(ms: number): string {
  const micro = Math.round(ms * 1000);
  return `${micro}000`;
}

function attributesOf(attributes: Readonly<Record<string, AttributeValue>>): unknown[] {
  return Object.entries(attributes).map(([key, value]) => ({ key, value: valueOf(value) }));
}

function valueOf(value: AttributeValue): unknown {
  if (typeof value === "string") return { stringValue: value };
  if (typeof value === "boolean") return { boolValue: value };
  return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value };
}

/** Values of attributes as OTLP knows them. */
export type AttributeValue = string | number | boolean;

/** Kinds of spans, with OTLP's numbers. */
export const SPAN_KIND = { internal: 1, server: 2, client: 3, producer: 4, consumer: 5 } as const;
export type SpanKind = keyof typeof SPAN_KIND;

/** What happened to one event at one place; times are wall-clock time (Unix, ms). */
export interface Span {
  /** 32 hexadecimal digits; ids of spans have 16. */
  readonly traceId: string;
  readonly spanId: string;
  readonly parentId: string | undefined;
  readonly name: string;
  readonly kind: SpanKind;
  readonly startMs: number;
  readonly endMs: number;
  /** Name of the node where it happened. */
  readonly node: string;
  readonly attributes: Readonly<Record<string, AttributeValue>>;
  /** Why it failed. */
  readonly error: string | undefined;
}

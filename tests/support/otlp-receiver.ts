import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

type Attribute = { key: string; value: { stringValue?: string; intValue?: string; doubleValue?: number; boolValue?: boolean } };

/** A span as it came over the wire, and the service that it is of. */
export interface ReceivedSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly status?: { readonly code: number; readonly message?: string };
  readonly service: Readonly<Record<string, string | number | boolean | undefined>>;
}

/** A receiver of OTLP over HTTP on loopback. */
export interface OtlpReceiver {
  readonly url: string;
  readonly spans: ReceivedSpan[];
  readonly requests: { readonly path: string; readonly headers: NodeJS.Dict<string | string[]>; readonly size: number }[];
  close(): Promise<void>;
}

/** Takes everything, unless `answer` says what the n-th request gets. */
export async function startOtlpReceiver(answer: (n: number) => { status: number; body?: string; headers?: Record<string, string> } = () => ({ status: 200 })): Promise<OtlpReceiver> {
  const spans: ReceivedSpan[] = [];
  const requests: OtlpReceiver["requests"] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const body = Buffer.concat(chunks).toString("utf8");
      const { status, body: told = "{}", headers = {} } = answer(requests.length);
      requests.push({ path: request.url ?? "", headers: request.headers, size: body.length });
      if (status === 200) spans.push(...decoded(body));
      response.writeHead(status, { "content-type": "application/json", ...headers }).end(told);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans,
    requests,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Reads an ExportTraceServiceRequest in JSON, as opentelemetry-proto defines it; throws where it is none. */
function decoded(body: string): ReceivedSpan[] {
  const { resourceSpans } = JSON.parse(body) as { resourceSpans: { resource: { attributes: Attribute[] }; scopeSpans: { scope: { name: string }; spans: (Omit<ReceivedSpan, "attributes" | "service"> & { attributes: Attribute[] })[] }[] }[] };
  return resourceSpans.flatMap(({ resource, scopeSpans }) =>
    scopeSpans.flatMap(({ spans }) =>
      spans.map((span) => {
        if (!/^[0-9a-f]{32}$/.test(span.traceId) || !/^[0-9a-f]{16}$/.test(span.spanId)) throw new Error(`Ids of ${span.name} are not in hexadecimal.`);
        if (!/^\d{19}$/.test(span.startTimeUnixNano) || !/^\d{19}$/.test(span.endTimeUnixNano)) throw new Error(`Times of ${span.name} are no Unix time in nanoseconds.`);
        return { ...span, attributes: valuesOf(span.attributes), service: valuesOf(resource.attributes) };
      }),
    ),
  );
}

function valuesOf(attributes: readonly Attribute[]): ReceivedSpan["attributes"] {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, value.stringValue ?? (value.intValue === undefined ? (value.doubleValue ?? value.boolValue) : Number(value.intValue))]));
}

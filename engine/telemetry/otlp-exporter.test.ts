import { describe, expect, it, onTestFinished } from "vitest";
import { startOtlpReceiver, type OtlpReceiver } from "../../tests/support/otlp-receiver.ts";
import { OtlpExporter } from "./otlp-exporter.ts";
import { otlpRequest } from "./otlp-json.ts";
import type { OtlpSettings } from "./otlp-settings.ts";
import type { Span } from "./span.ts";

const RESOURCE = { runId: "run-1", design: "Shop", version: "1", serviceName: undefined, attributes: { "deployment.environment": "lab" } };

function spans(count: number, more: Partial<Span> = {}): Span[] {
  return Array.from({ length: count }, (_, n) => ({
    traceId: "4bf92f3577b34da6a3ce929d0e0e4736",
    spanId: (n + 1).toString(16).padStart(16, "0"),
    parentId: undefined,
    name: "send q",
    kind: "producer",
    startMs: 1_767_225_600_000.125,
    endMs: 1_767_225_600_001.25,
    node: "Orders",
    attributes: { "messaging.system": "bullmq", "spillway.attempt": 2, "spillway.wait_ms": 1.5 },
    error: undefined,
    ...more,
  }));
}

async function receiver(answer?: Parameters<typeof startOtlpReceiver>[0]): Promise<OtlpReceiver> {
  const started = await startOtlpReceiver(answer);
  onTestFinished(() => started.close());
  return started;
}

function exporterTo(url: string, more: Partial<OtlpSettings> = {}) {
  const lost: string[] = [];
  const settings = { url: `${url}/v1/traces`, headers: { authorization: "Bearer s3cret" }, timeoutMs: 10_000, serviceName: undefined, resource: {}, ...more };
  return { lost, exporter: new OtlpExporter(settings, (batch) => otlpRequest(batch, RESOURCE), (why) => lost.push(why)) };
}

describe("spans over OTLP", () => {
  it("arrive as they are, each node a service of its own, with the headers that were asked for", async () => {
    const { url, requests, spans: received } = await receiver();
    const { exporter } = exporterTo(url);
    exporter.add([...spans(1), ...spans(1, { node: "Billing", kind: "consumer", parentId: "00f067aa0ba902b7", error: "it broke" })]);
    await exporter.close(5000);
    expect(requests).toEqual([expect.objectContaining({ path: "/v1/traces", headers: expect.objectContaining({ "content-type": "application/json", authorization: "Bearer s3cret" }) as unknown })]);
    expect(received).toMatchObject([
      { name: "send q", kind: 4, startTimeUnixNano: "1767225600000125000", endTimeUnixNano: "1767225600001250000", attributes: { "messaging.system": "bullmq", "spillway.attempt": 2, "spillway.wait_ms": 1.5 } },
      { kind: 5, parentSpanId: "00f067aa0ba902b7", status: { code: 2, message: "it broke" } },
    ]);
    expect(received.map(({ service }) => service)).toMatchObject([
      { "service.name": "Orders", "service.namespace": "Shop", "spillway.run.id": "run-1", "deployment.environment": "lab" },
      { "service.name": "Billing" },
    ]);
    expect(exporter.counts()).toEqual({ sent: 2, dropped: 0 });
  });

  it("are sent again when the receiver is busy, and counted when it rejects some or all", async () => {
    const { url, requests } = await receiver((n) => [{ status: 503, headers: { "retry-after": "0" } }, { status: 200, body: '{"partialSuccess":{"rejectedSpans":"3"}}' }, { status: 400 }][n] ?? { status: 200 });
    const { exporter, lost } = exporterTo(url);
    exporter.add(spans(512));
    exporter.add(spans(10));
    await exporter.close(5000);
    expect(requests).toHaveLength(3);
    expect(exporter.counts()).toEqual({ sent: 509, dropped: 13 });
    expect(lost).toEqual(["it rejected them"]);
  });

  it("do not pile up while the receiver is away: what has no room is dropped and counted, and nobody waits", async () => {
    const { exporter, lost } = exporterTo("http://127.0.0.1:9");
    exporter.add(spans(20_000));
    expect(exporter.counts()).toEqual({ sent: 0, dropped: 20_000 - 8192 });
    await exporter.close(50);
    expect(exporter.counts()).toEqual({ sent: 0, dropped: 20_000 });
    exporter.add(spans(1));
    expect(exporter.counts()).toEqual({ sent: 0, dropped: 20_001 });
    expect(lost).toEqual(["more come than it takes"]);
  });
});

import type { IncomingMessage } from "node:http";
import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import { postedEvent } from "./posted-event.ts";

const TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

function post(body: string, headers: Record<string, string> = {}): IncomingMessage {
  return Object.assign(Readable.from([Buffer.from(body)]), { headers: { "content-type": "application/json", ...headers } }) as unknown as IncomingMessage;
}

describe("P6 a POST", () => {
  it("P6 nested without end is refused: it would overflow the stack of whoever reads it", async () => {
    const nested = (levels: number): string => "[".repeat(levels) + "]".repeat(levels);
    expect(await postedEvent(post(nested(100)))).toHaveProperty("data");
    for (const levels of [101, 5000, 500_000]) expect(await postedEvent(post(nested(levels)))).toMatchObject({ status: 400 });
    expect(await postedEvent(post(`{"a":`.repeat(200) + "1" + "}".repeat(200)))).toMatchObject({ status: 400 });
  });

  it("P6 E1 belongs to the trace of its request, else to the one that its CloudEvent names", async () => {
    const own = { traceparent: `00-${TRACE}-00f067aa0ba902b7-01` };
    const event = JSON.stringify({ specversion: "1.0", id: "1", source: "x", type: "t", traceparent: `00-${TRACE.replace("4", "5")}-00f067aa0ba902b7-01`, data: 1 });
    const structured = { "content-type": "application/cloudevents+json" };
    expect(await postedEvent(post("{}", own))).toMatchObject({ trace: { traceId: TRACE, parentId: "00f067aa0ba902b7" } });
    expect(await postedEvent(post(event, structured))).toMatchObject({ trace: { traceId: TRACE.replace("4", "5") } });
    expect(await postedEvent(post(event, { ...structured, ...own }))).toMatchObject({ trace: { traceId: TRACE } });
    expect(await postedEvent(post("{}", { "ce-type": "t", "ce-traceparent": own.traceparent }))).toMatchObject({ trace: { traceId: TRACE } });
    expect(await postedEvent(post("{}", { traceparent: "00-nonsense" }))).toMatchObject({ trace: undefined });
  });
});

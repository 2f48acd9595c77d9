import { describe, expect, test } from "vitest";
import type { Transport } from "./client.ts";
import { createFakeTimers } from "./fake-timers.ts";
import type { ClientMessage } from "./message.ts";
import { createReconnectingClient, reconnectDelayMs, type ConnectionStatus } from "./reconnecting-client.ts";

interface FakeHost {
  readonly sent: ClientMessage[];
  answer(response: unknown): void;
  item(stream: string, item: unknown): void;
  drop(): void;
}

/** A client, and the connections it makes; `refuse` makes the next ones fail. */
function setUp() {
  const timers = createFakeTimers();
  const hosts: FakeHost[] = [];
  const statuses: ConnectionStatus[] = [];
  const network = { refuse: false };
  const client = createReconnectingClient({
    timers,
    onStatus: (status) => statuses.push(status),
    async connect(): Promise<Transport> {
      if (network.refuse) throw new Error("refused");
      const sent: ClientMessage[] = [];
      let deliver: (message: unknown) => void = () => {};
      let drop: () => void = () => {};
      hosts.push({
        sent,
        answer: (response) => deliver({ type: "answer", id: sent.at(-1)?.id, response }),
        item: (stream, item) => deliver({ type: "item", stream, item }),
        drop: () => drop(),
      });
      return {
        send: (message) => void sent.push(message),
        onMessage: (listener) => void (deliver = listener),
        onClose: (listener) => void (drop = listener),
        close: () => drop(),
      };
    },
  });
  return { client, hosts, statuses, timers, network };
}

/** Lets promises that are already settled be seen. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 10; turn++) await Promise.resolve();
}

const notice = { level: "info", code: "x", message: "hello" };

describe("a client that outlives its connections", () => {
  test("waits a quarter of a second, then twice as long each time, up to five seconds", () => {
    expect([1, 2, 3, 4, 5, 6, 50].map(reconnectDelayMs)).toEqual([250, 500, 1000, 2000, 4000, 5000, 5000]);
  });

  test("keeps its subscriptions over a lost connection, and only those that were not ended", async () => {
    const { client, hosts, timers } = setUp();
    const kept: unknown[] = [];
    const ended: unknown[] = [];
    client.on("notice", (item) => kept.push(item));
    const end = client.on("notice", (item) => ended.push(item));
    await settle();
    hosts[0]?.item("notice", notice);
    end();
    hosts[0]?.drop();
    timers.advance(250);
    await settle();
    expect(hosts).toHaveLength(2);
    hosts[1]?.item("notice", notice);
    expect(kept).toHaveLength(2);
    expect(ended).toHaveLength(1);
  });

  test("rejects a call that was on its way, because nobody knows whether it was carried out", async () => {
    const { client, hosts } = setUp();
    await settle();
    const call = client.call("run.stop", {});
    await settle();
    expect(hosts[0]?.sent).toHaveLength(1);
    hosts[0]?.drop();
    await expect(call).rejects.toMatchObject({ code: "engine-lost" });
  });

  test("sends a call made without a connection once there is one", async () => {
    const { client, hosts, timers } = setUp();
    await settle();
    hosts[0]?.drop();
    const call = client.call("run.report", {});
    await settle();
    timers.advance(250);
    await settle();
    hosts[1]?.answer({ report: null });
    await expect(call).resolves.toEqual({ report: null });
  });

  test("gives a waiting call up after ten seconds, and goes on trying", async () => {
    const { client, hosts, timers, network, statuses } = setUp();
    await settle();
    network.refuse = true;
    hosts[0]?.drop();
    const call = client.call("run.report", {});
    const refusal = expect(call).rejects.toMatchObject({ code: "engine-lost" });
    for (let step = 0; step < 41; step++) {
      await settle();
      timers.advance(250);
    }
    await refusal;
    await settle();
    expect(statuses.at(-1)).toMatchObject({ status: "reconnecting" });
    expect(timers.delays()).toHaveLength(1);
  });

  test("says where the connection stands", async () => {
    const { client, hosts, statuses, timers } = setUp();
    await settle();
    hosts[0]?.drop();
    timers.advance(250);
    await settle();
    client.close();
    expect(statuses.map((each) => each.status)).toEqual(["connecting", "connected", "reconnecting", "connected", "closed"]);
    expect(statuses[2]).toEqual({ status: "reconnecting", attempt: 1, delayMs: 250 });
  });

  test("stays closed once closed: no timer, no new connection, calls rejected", async () => {
    const { client, hosts, timers } = setUp();
    let closes = 0;
    client.onClose(() => closes++);
    await settle();
    hosts[0]?.drop();
    client.close();
    client.close();
    timers.advance(60_000);
    await settle();
    expect(hosts).toHaveLength(1);
    expect(closes).toBe(1);
    await expect(client.call("hello", {})).rejects.toMatchObject({ code: "engine-lost" });
  });
});

import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect } from "vitest";
import type { Alert } from "../../design/alerts/alert.ts";
import type { AlertRecord } from "../../engine/contract/alerts.ts";
import { DEAD_LETTER, designOf, evenly, service, SINK } from "../support/designs.ts";
import { bothExecutors } from "./executors.ts";
import { onBoth, type Scenario } from "./scenarios.ts";

const posted: { path: string; body: { version: string; status: string; alerts: { labels: Record<string, string>; annotations: Record<string, string> }[] } }[] = [];
const approved: string[] = [];
const hooks: Server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    posted.push({ path: request.url ?? "", body: JSON.parse(Buffer.concat(chunks).toString()) as (typeof posted)[number]["body"] });
    response.end();
  });
});
// Before the runs, which take the addresses from their designs.
await new Promise<void>((resolve) => void hooks.listen(0, "127.0.0.1", resolve));
const { port } = hooks.address() as AddressInfo;
const at = (path: string): string => `http://127.0.0.1:${port}/${path}`;
approved.push(at("trusted"));
afterAll(() => void hooks.close());

const sides = bothExecutors(approved);
// The bench reads the list when a run starts.
beforeAll(() => void posted.splice(0));

/** Twice what one replica can serve, for two seconds. */
const BUSY = evenly(40, 80);

function alert(id: string, when: Alert["when"], actions: Alert["actions"], more: Partial<Alert> = {}): Alert {
  return { id, name: id, when, cooldownMs: 60_000, actions, ...more };
}

/** What each line says without its times: the same on both executors. */
const saidOf = (records: readonly AlertRecord[]) => records.map(({ alert: id, again, why, actions }) => ({ id: id.replace(/^s\d+_/, ""), again, metric: why.metric, did: actions.map(({ action, result, undone }) => [action, result, undone]) }));

const SCENARIOS: Scenario[] = [
  {
    title: "O6 a depth that stays above its threshold scales a consumer, and the backlog drains",
    design: designOf({ p: BUSY, q: ["queue"], c: service(50), s: SINK }, ["p > q", "q > c", "c > s"], {
      alerts: [alert("behind", { threshold: { node: "q", metric: "depth", direction: "above", value: 8 } }, [{ scale: { node: "c", to: 4, max: 6 } }], { forMs: 200 })],
    }),
    check(outcome) {
      const [record, ...more] = outcome.alerts("behind");
      expect(more).toEqual([]);
      expect(record).toMatchObject({ why: { metric: "depth", high: 8 }, actions: [{ action: "scale", result: "done", note: "1 → 4 replicas" }], resolvedBy: "back" });
      expect(record!.why.value).toBeGreaterThan(8);
      expect(record!.why.text).toMatch(/^depth of \w+ \d+, above 8 for 200 ms$/);
      // One replica would have been 40 behind at the end of the load.
      expect(outcome.node("q").depth.max).toBeLessThan(34);
      expect(outcome.frames("c").at(-1)?.capacity).toBe(4);
      expect(outcome.node("s").in).toBe(80);
    },
    compare: (forecast, live) => expect(saidOf(live.alerts("behind"))).toEqual(saidOf(forecast.alerts("behind"))),
  },
  {
    title: "O6 E4 O5 an SLO that is missed sheds load at its producer for a time, and the books count what was shed",
    design: designOf({ p: BUSY, q: ["queue"], c: service(50), s: SINK }, ["p > q", "q > c", "c > s"], {
      slos: [{ id: "quick", name: "Quick", target: { node: "c" }, metric: "waitMs", op: "<=", value: 150, windowMs: 500 }],
      alerts: [alert("slow", { slo: "quick" }, [{ shed: { node: "p", share: 0.75, forMs: 1000 } }])],
    }),
    check(outcome) {
      const [record] = outcome.alerts("slow");
      expect(record).toMatchObject({ why: { metric: "waitMs", high: 150 }, actions: [{ action: "shed", result: "done", undone: true }] });
      expect(record!.actions[0]!.untilMs! - record!.atMs).toBe(1000);
      const { dropped, produced, delivered } = outcome.ledger;
      // Three of four of the 40 that were meant for that second.
      expect(dropped["shed"]).toBeGreaterThan(20);
      expect(dropped["shed"]).toBeLessThanOrEqual(40);
      expect(produced).toBe(80);
      expect(delivered + (dropped["shed"] ?? 0)).toBe(80);
    },
    compare: (forecast, live) => expect(saidOf(live.alerts("slow"))).toEqual(saidOf(forecast.alerts("slow"))),
  },
  {
    title: "O6 E4 a queue sheds as well: what is in it stays, what comes is let go",
    design: designOf({ p: BUSY, q: ["queue"], c: service(50), s: SINK }, ["p > q", "q > c", "c > s"], {
      alerts: [alert("full", { threshold: { node: "q", metric: "depth", direction: "above", value: 8 } }, [{ shed: { node: "q", share: 1, forMs: 60_000 } }])],
    }),
    check(outcome) {
      const { dropped, delivered } = outcome.ledger;
      expect(delivered + (dropped["shed"] ?? 0)).toBe(80);
      expect(delivered).toBeLessThan(60);
      expect(outcome.node("q").depth.max).toBeLessThan(25);
    },
    compare: (forecast, live) => expect(saidOf(live.alerts("full"))).toEqual(saidOf(forecast.alerts("full"))),
  },
  {
    title: "O6 R4 a breaker is opened, keeps its calls back for as long, and lets probes close it again",
    design: designOf(
      { p: evenly(40, 200), q: ["queue", { attempts: 1 }], c: service(1), breaker: ["circuitBreaker"], db: ["database", { readTime: { distribution: "constant", meanMs: 1 } }], dead: DEAD_LETTER, s: SINK },
      ["p > q", "q > c", "c.call > breaker.call", "breaker.target > db.call", "q.deadLetter > dead", "c > s"],
      { alerts: [alert("busy", { threshold: { node: "db", metric: "arrivalsPerSecond", direction: "above", value: 20 } }, [{ openBreaker: { node: "breaker", forMs: 1000 } }], { forMs: 300 })] },
    ),
    check(outcome, side) {
      const [record] = outcome.alerts("busy");
      expect(record).toMatchObject({ actions: [{ action: "openBreaker", result: "done", undone: true }] });
      const states = outcome.frames("breaker").map(({ breaker }) => (breaker?.open ? "open" : breaker?.closed ? "closed" : "other"));
      expect(states.join(" ").replaceAll(/(\w+)( \1)+/g, "$1").replaceAll(" other", "")).toMatch(/closed open closed$/);
      // A second of 40 calls was kept back, and what a slow machine had left for it.
      expect(outcome.node("dead").in).toBeGreaterThan(25);
      expect(outcome.node("dead").in).toBeLessThan(side === "forecast" ? 45 : 120);
      expect(outcome.node("db").in).toBe(outcome.node("s").in);
    },
    compare: (forecast, live) => expect(saidOf(live.alerts("busy"))).toEqual(saidOf(forecast.alerts("busy"))),
  },
  {
    title: "O6 C2 replicas that died are back at once when an alert restarts them, without their back-off",
    design: designOf({ p: evenly(20, 60), q: ["queue", { lockMs: 500, stalledCheckMs: 200, maxStalled: 5 }], c: service(10, { replicas: 2 }), s: SINK }, ["p > q", "q > c", "c > s"], {
      scenario: { chaos: [{ id: "crash", atMs: 1000, experiment: "crash-replica", target: { node: "c" }, parameters: { replicas: 2 } }] },
      alerts: [alert("gone", { threshold: { node: "c", metric: "capacity", direction: "below", value: 1 } }, [{ restart: { node: "c" } }])],
    }),
    check(outcome) {
      expect(outcome.alerts("gone")).toMatchObject([{ why: { value: 0 }, actions: [{ action: "restart", result: "done" }], resolvedBy: "back" }]);
      expect(outcome.frames("c").at(-1)?.capacity).toBe(2);
      expect(outcome.endToEnd("s").max).toBeLessThan(3000);
    },
    compare: (forecast, live) => expect(saidOf(live.alerts("gone"))).toEqual(saidOf(forecast.alerts("gone"))),
  },
  {
    title: "O6 O1 T3 readers of a topic are scaled to as many as it has partitions, and restarted without losing their place",
    design: designOf({ p: BUSY, t: ["topic", { partitions: 2 }], c: service(20, { offsetReset: "earliest" }), s: SINK }, ["p > t", "t > c", "c > s"], {
      alerts: [
        alert("more", { threshold: { node: "c", metric: "arrivalsPerSecond", direction: "above", value: 10 } }, [{ scale: { node: "c", by: 5 } }], { forMs: 300 }),
        alert("anew", { threshold: { node: "c", metric: "arrivalsPerSecond", direction: "above", value: 10 } }, [{ restart: { node: "c" } }], { forMs: 900 }),
      ],
    }),
    check(outcome) {
      expect(outcome.alerts("more")).toMatchObject([{ actions: [{ result: "done", note: "1 → 2 replicas" }] }]);
      expect(outcome.alerts("anew")).toMatchObject([{ actions: [{ action: "restart", result: "done" }] }]);
      expect(outcome.frames("c").at(-1)?.capacity).toBe(2);
      expect(outcome.node("s").in).toBe(80);
    },
    compare: (forecast, live) => expect(saidOf(live.alerts("anew"))).toEqual(saidOf(forecast.alerts("anew"))),
  },
  {
    title: "O6 O2 O3 a zone's process is restarted, and what it held is done",
    design: designOf({ p: BUSY, q: ["queue"], c: service(50), s: SINK }, ["p > q", "q > c", "c > s"], {
      zones: [{ id: "west", name: "West" }],
      alerts: [alert("ill", { threshold: { node: "c", metric: "depth", direction: "above", value: 8 } }, [{ restart: { zone: "west" } }])],
    }),
    check(outcome, side) {
      expect(outcome.alerts("ill")).toMatchObject([{ actions: [{ action: "restart", result: "done" }] }]);
      if (side === "live") expect(outcome.result.notices.filter(({ code }) => code === "worker-back").map(({ message }) => message)).toEqual(["The worker of zone West is back."]);
      expect(outcome.node("s").in).toBe(80);
    },
    compare: (forecast, live) => expect(saidOf(live.alerts("ill"))).toEqual(saidOf(forecast.alerts("ill"))),
  },
  {
    title: "O6 S3 a webhook is told only at an address that was approved on this machine, when it fires and when it is over",
    design: designOf({ p: BUSY, q: ["queue"], c: service(20), s: SINK }, ["p > q", "q > c", "c > s"], {
      alerts: [alert("told", { threshold: { node: "q", metric: "arrivalsPerSecond", direction: "above", value: 20 } }, [{ notify: { url: at("trusted") } }, { notify: { url: at("other?token=secret") } }])],
    }),
    check(outcome, side) {
      const [record] = outcome.alerts("told");
      expect(record!.actions.map(({ result }) => result)).toEqual(side === "live" ? ["done", "refused"] : ["unchanged", "unchanged"]);
      expect(JSON.stringify(outcome.result.report)).not.toContain("secret");
      if (side === "forecast") return expect(posted).toEqual([]);
      expect(record!.actions[1]!.note).toContain("is not approved on this machine: nothing was sent");
      expect(outcome.result.notices.filter(({ code }) => code === "alert-action").map(({ message }) => message)).toEqual([expect.stringMatching(/^Could not notify 127\.0\.0\.1:\d+: .* is not approved on this machine: nothing was sent\..*\.$/)]);
      expect(posted.map(({ path, body }) => `${path} ${body.version} ${body.status} ${body.alerts[0]?.labels["alertname"]}`)).toEqual(["/trusted 4 firing told", "/trusted 4 resolved told"]);
      expect(posted[0]!.body.alerts[0]!.annotations["summary"]).toBe(record!.why.text);
    },
  },
];

// The consumer of the zone is a process of its own.
for (const { design } of SCENARIOS) if (design.zones) for (const node of design.nodes) if (node.id === "c") node.zone = "west";

onBoth(sides, SCENARIOS);

import { describe, expect, it } from "vitest";
import { designOf } from "../../tests/support/designs.ts";
import type { Alert, AlertAction } from "../alerts/alert.ts";
import { ALERT_METRIC_NAMES, ALERT_METRICS } from "../alerts/metrics.ts";
import { metricsOf } from "../alerts/metric-words.ts";
import type { Design } from "../document/schema.ts";
import { kindTypes } from "../kinds/registry.ts";
import { alertSentence } from "../words/alert-words.ts";
import { checkDesign } from "./check.ts";

const base: Design = {
  ...designOf({ p: ["producer"], q: ["queue"], c: ["consumer", { replicas: 2 }], s: ["sink"], hook: ["webhook"] }, ["p > q", "q > c", "c > s", "c > hook"]),
  slos: [{ id: "quick", name: "Quick", target: { node: "c" }, metric: "waitMs", op: "<=", value: 50 }],
  zones: [{ id: "west", name: "West" }],
};
const when: Alert["when"] = { threshold: { node: "q", metric: "depth", direction: "above", value: 50 } };

function problems(change: Partial<Alert>, design = base): string[] {
  return checkDesign({ ...design, alerts: [{ id: "a", name: "Behind", when, actions: [], ...change }] }).map(({ severity, message, path }) => `${severity} ${path?.join(".")}: ${message.replace("The alert Behind ", "")}`);
}
const doing = (action: AlertAction, design?: Design) => problems({ actions: [action] }, design);

describe("O6 checking alerts", () => {
  it("O6 one that makes sense has no problem", () => {
    expect(problems({ actions: [{ scale: { node: "c", by: 1 } }, { restart: { zone: "local" } }, { shed: { node: "q", share: 0.1, forMs: 1000 } }, { notify: { node: "hook" } }, { notify: { url: "http://127.0.0.1:9/x" } }] })).toEqual([]);
    expect(problems({ when: { slo: "quick" } })).toEqual([]);
    expect(problems({ when: { anomaly: { node: "c", metric: "waitMs", percentile: 95 } }, forMs: 1000 })).toEqual([]);
    expect(problems({ when: { anomaly: { node: "q", metric: "arrivalsPerSecond" } } })).toEqual([]);
  });

  it("O6 names what does not exist", () => {
    expect(problems({ when: { slo: "slow" } })).toEqual(['error alerts.0.when.slo: waits for an SLO "slow" that does not exist.']);
    expect(problems({ when: { anomaly: { node: "x", metric: "arrivalsPerSecond" } } })).toEqual(['error alerts.0.when.anomaly.node: looks at a node "x" that does not exist.']);
    expect(doing({ scale: { node: "x", to: 1 } })).toEqual(['error alerts.0.actions.0.scale.node: scales a node "x" that does not exist.']);
    expect(doing({ restart: { zone: "east" } })).toEqual(['error alerts.0.actions.0.restart.zone: restarts a zone "east" that does not exist.']);
    expect(doing({ restart: { zone: "west" } })).toEqual(["warning alerts.0.actions.0.restart.zone: restarts a zone without a consumer: nothing runs there."]);
  });

  it("O6 says what of a node is measured, and what can be done to it", () => {
    expect(problems({ when: { threshold: { node: "s", metric: "depth", direction: "above", value: 1 } } })[0]).toContain("looks at the depth of s, and a sink has none: choose one of arrivalsPerSecond, throughputPerSecond, endToEndMs.");
    expect(problems({ when: { threshold: { node: "q", metric: "depth", percentile: 95, direction: "above", value: 1 } } })[0]).toContain("only times have one");
    expect(problems({ when: { threshold: { node: "c", metric: "errorRate", direction: "above", value: 5 } } })[0]).toContain("it is a share from 0 to 1");
    expect(doing({ scale: { node: "q", by: 1 } })[0]).toContain("only consumers have replicas");
    expect(doing({ restart: { node: "q" } })[0]).toContain("Restart one, or a zone");
    expect(doing({ openBreaker: { node: "c", forMs: 10 } })[0]).toContain("choose a circuit breaker");
    expect(doing({ shed: { node: "c", share: 0.5, forMs: 10 } })[0]).toContain("choose a producer");
    expect(doing({ shed: { node: "q", share: 0, forMs: 10 } })[0]).toContain("the share is 0 %");
    expect(doing({ notify: { node: "c" } })[0]).toContain("choose a webhook");
    expect(doing({ notify: { url: "http://user:secret@host/" } })[0]).toMatch(/no address that can be posted to(?!.*secret)/);
  });

  it("O6 a consumer has one controller, and as many slots as there may be", () => {
    const governed = designOf({ p: ["producer"], q: ["queue"], c: ["consumer"], s: ["sink"], a: ["autoscaler"] }, ["p > q", "q > c", "c > s", "a.governs > c.scaler"]);
    expect(doing({ scale: { node: "c", by: 1 } }, governed)[0]).toContain("two controllers would undo each other's work");
    expect(doing({ scale: { node: "c", by: 1, max: 2 } })[0]).toContain("never adds a replica");
    expect(doing({ scale: { node: "c", by: 1, min: 5, max: 4 } })[0]).toContain("at least 5 and at most 4");
    expect(doing({ scale: { node: "c", by: 0 } })[0]).toContain("changes nothing");
  });

  it("O6 warns of what would flap", () => {
    expect(problems({ cooldownMs: 5000, actions: [{ restart: { node: "c" } }] })[0]).toContain("before what it restarted is back");
    expect(problems({ cooldownMs: 100, actions: [{ scale: { node: "c", by: 1 } }] })[0]).toContain("smoothed over 1 s");
    expect(problems({ cooldownMs: 100 })).toEqual([]);
    expect(problems({ when: { anomaly: { node: "q", metric: "depth" } }, forMs: 900 })[0]).toMatch(/^warning alerts.0.forMs: fires whenever .* hold for 1 s or longer/);
  });

  it("O6 every metric is somewhere, and every one has words", () => {
    const everywhere = new Set(kindTypes.flatMap((kind) => metricsOf({ kind })));
    expect([...everywhere].toSorted()).toEqual([...ALERT_METRIC_NAMES].toSorted());
    for (const metric of ALERT_METRIC_NAMES) expect(ALERT_METRICS[metric].help).toMatch(/^[A-Z].*\.$/);
    expect(alertSentence({ id: "a", name: "", when: { anomaly: { node: "c", metric: "waitMs", percentile: 95 } }, forMs: 2000, actions: [{ scale: { node: "c", by: 2 } }, { notify: { url: "https://hooks.example.com/secret" } }] }, base)).toBe(
      "p95 wait of c above its usual by more than 3 σ (half-life 10 s) for 2 s: scale c by +2, at most 10, then notify hooks.example.com; cooldown 1 min",
    );
  });
});

import { describe, expect, it } from "vitest";
import { withoutExtensions } from "./extensions.ts";
import { implicitQueueSettings, portsOf, settingsOf } from "./settings.ts";

describe("settings of a node", () => {
  it("fills in every default, nested ones too", () => {
    expect(settingsOf({ settings: { backoff: { delayMs: 5 } } }, "queue").backoff).toEqual({ type: "exponential", delayMs: 5, jitter: 0 });
    expect(implicitQueueSettings({}).attempts).toBe(3);
  });

  it("leaves extensions out where a schema names the properties, and keeps them where they are data", () => {
    const settings = {
      "x-team": "pay",
      arrivals: { process: "poisson", ratePerSecond: 5, "x-source": "survey" },
      payload: { headers: { "x-request-id": "{{uuid}}" } },
      priority: [{ priority: 1, weight: 1, "x-why": "vip" }],
    };
    const parsed = settingsOf({ settings }, "producer");
    expect(parsed.arrivals).toEqual({ process: "poisson", ratePerSecond: 5 });
    expect(parsed.payload).toEqual({ headers: { "x-request-id": "{{uuid}}" } });
    expect(parsed.priority).toEqual([{ priority: 1, weight: 1 }]);
    expect(parsed).not.toHaveProperty("x-team");
    expect(settings["x-team"]).toBe("pay");
  });

  it("strips every object where no schema is given", () => {
    expect(withoutExtensions({ a: [{ "x-b": 1, c: { "x-d": 2 } }], "x-e": 3 })).toEqual({ a: [{ c: {} }] });
  });
});

describe("ports of a node", () => {
  it("come from its settings, from the defaults where they are broken, and are none for unknown kinds", () => {
    const names = (kind: string, settings = {}) => portsOf({ kind, settings }).map((port) => port.name);
    expect(names("router", { rules: [{ port: "big", when: "true" }] })).toEqual(["in", "big", "default"]);
    expect(names("router", { rules: 3 })).toEqual(["in", "matched", "default"]);
    expect(names("teleporter")).toEqual([]);
  });
});

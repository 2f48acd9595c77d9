import { describe, expect, it } from "vitest";
import { alertSchema } from "../../design/alerts/alert.ts";
import { metricsOf } from "../../design/alerts/metric-words.ts";
import { checkDesign } from "../../design/checks/check.ts";
import type { Design } from "../../design/document/schema.ts";
import { orderPipeline } from "../../tests/support/designs.ts";
import { CONDITION_TYPES, conditionTypeOf, freshThreshold, whenOfType, whenWatching } from "./alert-conditions.ts";
import { anomalyFields, thresholdFields } from "./alert-fields.ts";
import { alertOf, PRESETS, presetsFor } from "./alert-presets.ts";
import { ACTION_TYPES, freshAction, targetOf, targetsFor, withTarget } from "./alert-targets.ts";

const pipeline = orderPipeline();
const design: Design = { ...pipeline, slos: [{ id: "fast", name: "Fast", target: { all: true }, metric: "endToEndMs", percentile: 95, op: "<=", value: 500 }], nodes: [...pipeline.nodes, { id: "guard", kind: "circuitBreaker", position: { x: 0, y: 900 } }] };

function errorsOf(alert: object): string[] {
  const before = new Set(checkDesign(design).map(({ message }) => message));
  return checkDesign({ ...design, alerts: [{ id: "new", ...alert } as never] }).flatMap(({ severity, message }) => (severity === "error" && !before.has(message) ? [message] : []));
}

describe("O6 alerts to begin with", () => {
  it.each(PRESETS)("%s: fits the schema and passes the checks of the design that it is offered for", (preset) => {
    const alert = alertOf(preset, design);
    expect(alertSchema.safeParse({ id: "new", ...alert }).error?.issues).toBeUndefined();
    expect(errorsOf(alert!)).toEqual([]);
  });

  it("are offered on a node only where they look at it or act there", () => {
    for (const { id } of design.nodes) {
      for (const preset of presetsFor(design, id)) {
        const alert = alertOf(preset, design, id)!;
        expect(JSON.stringify(alert), `${preset} on ${id}`).toContain(`"${id}"`);
        expect(errorsOf(alert)).toEqual([]);
      }
    }
    expect(presetsFor({ ...design, nodes: [], edges: [] })).toEqual([]);
  });
});

describe("O6 changing an alert", () => {
  it("waits for something else without ever being what the schema refuses", () => {
    const { when } = alertOf("grows", design)!;
    for (const type of CONDITION_TYPES) {
      const next = whenOfType(type, when, design)!;
      expect(conditionTypeOf(next)).toBe(type);
      expect(alertSchema.safeParse({ id: "a", name: "", when: next, actions: [] }).success).toBe(true);
    }
  });

  it("keeps a limit on the same metric of another node, and begins anew with another metric's unit", () => {
    const queue = design.nodes.find(({ kind }) => kind === "queue")!;
    const consumer = design.nodes.find(({ kind }) => kind === "consumer")!;
    const threshold = { ...freshThreshold(queue, "waitMs")!, value: 1234 };
    expect(whenWatching({ threshold }, consumer, "waitMs").threshold).toEqual({ ...threshold, node: consumer.id });
    expect(whenWatching({ threshold }, consumer, "utilization").threshold).toEqual({ node: consumer.id, metric: "utilization", direction: "above", value: 0.95 });
    expect(whenWatching({ anomaly: { node: queue.id, metric: "waitMs", percentile: 99, sigmas: 4 } }, queue, "depth").anomaly).toEqual({ node: queue.id, metric: "depth", sigmas: 4 });
  });

  it("has a form whose fields take what the presets write, in each metric's unit", () => {
    for (const node of design.nodes) {
      for (const metric of metricsOf(node)) {
        const { node: _, metric: __, ...settings } = freshThreshold(node, metric)!;
        expect(thresholdFields(metric).safeParse(settings).success, metric).toBe(true);
        expect(anomalyFields(metric).parse({})).toEqual({ direction: "above", sigmas: 3, halfLifeMs: 10_000 });
      }
    }
  });

  it("does something to a target of its kind, and reads the target that it writes", () => {
    for (const type of ACTION_TYPES) {
      const action = freshAction(type, design)!;
      for (const { value } of targetsFor(type, design)) expect(targetOf(withTarget(action, value))).toBe(value);
      expect(alertSchema.safeParse({ id: "a", name: "", when: { slo: "fast" }, actions: [action] }).success, type).toBe(true);
    }
    expect(freshAction("openBreaker", pipeline)).toBeUndefined();
  });
});

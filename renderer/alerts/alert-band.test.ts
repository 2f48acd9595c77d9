import { expect, it } from "vitest";
import { emptyDesign } from "../../design/document/new-design.ts";
import { alertOnChart } from "./alert-band.ts";

it("O6 an alert's band is on the chart of the metric that it looks at, and on no other", () => {
  const threshold = { node: "q", metric: "waitMs", percentile: 95, direction: "above", value: 5 } as const;
  const wait = { id: "wait", name: "", when: { threshold }, actions: [] };
  const design = { ...emptyDesign("d"), alerts: [{ ...wait, id: "off", enabled: false }, { ...wait, id: "p50", when: { threshold: { ...threshold, percentile: 50 } } }, wait, { ...wait, id: "deep", when: { anomaly: { node: "q", metric: "depth" as const } } }] };
  expect(alertOnChart(design, "q", "waitP95Ms")?.id).toBe("wait");
  expect(alertOnChart(design, "q", "depth")?.id).toBe("deep");
  expect(alertOnChart(design, "other", "depth")).toBeUndefined();
  expect(alertOnChart(design, "q", "replicas")).toBeUndefined();
});

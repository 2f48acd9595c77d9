import { expect, it } from "vitest";
import { orderPipeline } from "../../../../tests/support/designs.ts";
import { NODE_METRICS } from "../../../stores/series.ts";
import { chartedIn } from "./metric-catalog.ts";

it("every node and edge can be drawn, each by what matters most of it first", () => {
  const charted = chartedIn(orderPipeline());
  const { nodes, edges } = orderPipeline();
  expect(charted.map(({ id }) => id)).toEqual([...nodes, ...edges].map(({ id }) => id));
  const first = (id: string) => charted.find((each) => each.id === id)?.choices[0]?.title;
  expect([first("orders"), first("inbox"), first("billing"), first("paid")]).toEqual(["Rate", "Depth", "Busy", "Rate"]);
});

it("numbers are written with their unit apart", () => {
  const billing = chartedIn(orderPipeline()).find(({ id }) => id === "billing");
  const written = (metric: string, value: number) => billing?.choices.find((choice) => choice.metric === metric)?.split(value);
  expect(written("utilization", 0.824)).toEqual({ number: "82", unit: "%" });
  expect(written("outPerSecond", 120_000)).toEqual({ number: "120 k", unit: "/s" });
  expect(written("outPerSecond", NaN)).toEqual({ number: "–", unit: "" });
  for (const { metric } of billing?.choices ?? []) expect(NODE_METRICS).toContain(metric);
});

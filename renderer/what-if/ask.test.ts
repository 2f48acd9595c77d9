import { expect, it } from "vitest";
import { orderPipeline } from "../../tests/support/designs.ts";
import { createFakeClient } from "../../engine/contract/fake-client.ts";
import { createDocumentStore } from "../stores/document-store.ts";
import { askMeet, askSwap, askSweep } from "./ask.ts";

const SETTING = { node: "billing", path: ["replicas"], nodeName: "Billing", title: "Replicas" } as unknown as Parameters<typeof askSweep>[1][number]["setting"];

it.each([null, "/designs/shop.spillway.json"])("F5 P1 every question names the design's file, beside which its traces lie: %s", async (path) => {
  const engine = createFakeClient({ "whatIf.sweep": () => ({ total: 2 }), "whatIf.meet": () => ({}), "whatIf.swap": () => ({}) });
  const document = createDocumentStore();
  document.getState().replace(orderPipeline(), { path, hash: null });
  const context = { document, engine };
  await askSweep(context, [{ setting: SETTING, draft: { node: "billing", path: "replicas", from: "1", to: "2", steps: "2" }, values: [1, 2], error: null }]);
  await askMeet(context, { slo: "quick", node: "billing", most: 4 });
  await askSwap(context, { id: "inbox", name: "Inbox" });
  expect(engine.made.map(({ name }) => name)).toEqual(["whatIf.sweep", "whatIf.meet", "whatIf.swap"]);
  for (const { request } of engine.made) expect(request).toMatchObject({ design: { name: "Orders" }, seed: 7, forMs: 60_000, ...(path === null ? {} : { path }) });
  if (path === null) for (const { request } of engine.made) expect(request).not.toHaveProperty("path");
});

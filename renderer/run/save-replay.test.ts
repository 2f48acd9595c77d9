import { expect, it } from "vitest";
import { createFakeClient } from "../../engine/contract/fake-client.ts";
import { createDocumentStore } from "../stores/document-store.ts";
import { createSessionStore } from "../stores/session-store.ts";
import { saveReplay } from "./save-replay.ts";

it("saves the engine's page under the design's name, and says what it leaves out", async () => {
  const session = createSessionStore();
  const engine = createFakeClient({ "run.replay": () => ({ name: "Orders at Noon", html: "<p>", bytes: 1_234_567, thinned: "Thinned." }) });
  const saved: { name: string; content: Blob }[] = [];
  const document = createDocumentStore(() => "key-1");
  await saveReplay({ document, session, engine }, (name, content) => void saved.push({ name, content }));
  expect(engine.made[0]?.request).toEqual({ of: { path: null, document: "key-1" } });
  expect(saved.map(({ name, content }) => [name, content.type])).toEqual([["orders-at-noon.replay.html", "text/html"]]);
  expect(await saved[0]?.content.text()).toBe("<p>");
  expect(session.getState().toasts).toMatchObject([{ text: expect.stringContaining("1,235 kB"), detail: "Thinned." }]);
});

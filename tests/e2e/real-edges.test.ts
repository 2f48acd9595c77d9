import { mkdirSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { startApp, type App } from "../support/app.ts";
import { violationsOf } from "../support/axe.ts";
import { RESULTS, startBrowser, type TestBrowser } from "../support/browser.ts";
import { designOf } from "../support/designs.ts";
import { SOON } from "../support/screen-expect.ts";
import { settled } from "../support/screen-layout.ts";

const START = { ...SOON, timeout: 20_000 };

let app: App;
let browser: TestBrowser;
let server: Server;
let address = "";
const received: string[] = [];

beforeAll(async () => {
  mkdirSync(RESULTS, { recursive: true });
  server = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8").on("data", (text: string) => (body += text));
    request.on("end", () => {
      received.push(JSON.stringify((JSON.parse(body) as { data: unknown }).data));
      response.writeHead(204).end();
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/paid`;
  const design = designOf({ shop: ["httpSource", { path: "/orders" }], hook: ["webhook", { url: address }] }, ["shop > hook"]);
  [app, browser] = await Promise.all([startApp({ open: design }), startBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await app?.close();
  server.closeAllConnections();
  server.close();
});
afterEach((context) => browser.endTest(context));

test("P6 S3 a webhook that nobody approved keeps the run from starting and says what to do; approved, its server gets what is posted to the address shown", async () => {
  const screen = await browser.open(app.url, { colorScheme: "dark" });
  const picture = async (name: string): Promise<void> => {
    for (const colorScheme of ["dark", "light"] as const) {
      await screen.page.emulateMedia({ colorScheme });
      await settled(screen.page);
      await screen.page.screenshot({ path: `${RESULTS}${colorScheme} ${name}.png` });
    }
    expect.soft(await violationsOf(screen.page)).toEqual([]);
  };
  await screen.button("Run").click();
  await screen.message(/hook posts to .*\/paid, which is not approved on this machine.*approve it in the inspector/).waitFor();
  expect(received).toEqual([]);

  await screen.select("hook");
  const approval = screen.inspector.getByRole("region", { name: "Approval" });
  await approval.getByText(`A live run would post to ${address}, which is not approved`).waitFor();
  await picture("webhook not approved");
  await approval.getByRole("button", { name: "Approve this address" }).click();
  await approval.getByText(`Runs on this machine may post to ${address}.`).waitFor();
  // What it asked for is done.
  await screen.message(/is not approved on this machine/).waitFor({ state: "hidden" });

  await screen.button("Run").click();
  await screen.select("shop");
  await screen.showInspectorTab("Live");
  const shown = screen.inspector.getByRole("region", { name: "Address" });
  await shown.waitFor({ timeout: START.timeout });
  const intake = await shown.locator("code").innerText();
  expect(intake).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/orders\?token=\S+$/);
  await picture("address of a source");
  const answer = await fetch(intake, { method: "POST", body: '{"total":5}', headers: { "content-type": "application/json" } });
  expect(answer.status).toBe(202);
  await expect.poll(() => received, SOON).toEqual(['{"total":5}']);
  await screen.button("Stop").click();
  await screen.button("Run").waitFor();
});

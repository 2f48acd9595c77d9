import { mkdirSync } from "node:fs";
import { Queue, Worker } from "bullmq";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { startApp, type App } from "../support/app.ts";
import { violationsOf } from "../support/axe.ts";
import { RESULTS, startBrowser, type TestBrowser } from "../support/browser.ts";
import { startBareRedis, type BareRedis } from "../support/redis-server.ts";
import { SOON } from "../support/screen-expect.ts";
import { settled } from "../support/screen-layout.ts";
import type { Screen } from "../support/screen.ts";

let redis: BareRedis;
let app: App;
let browser: TestBrowser;
let mail: Queue;
const closing: { close(): Promise<void> }[] = [];

beforeAll(async () => {
  mkdirSync(RESULTS, { recursive: true });
  [redis, app, browser] = await Promise.all([startBareRedis(), startApp({ open: "order-pipeline" }), startBrowser()]);
  const connection = { host: "127.0.0.1", port: redis.port };
  mail = new Queue("mail", { connection });
  const letters = new Queue("letters", { connection });
  closing.push(new Worker("letters", async () => {}, { connection }), mail, letters);
  await letters.add("letter", {});
  await mail.addBulk(Array.from({ length: 7 }, () => ({ name: "send", data: {} })));
});
afterAll(async () => {
  await Promise.all(closing.map((each) => each.close()));
  await browser?.close();
  await app?.close();
  await redis?.close();
});
afterEach((context) => browser.endTest(context));

async function picture(screen: Screen, name: string): Promise<void> {
  await settled(screen.page);
  await screen.page.screenshot({ path: `${RESULTS}${name}.png` });
}

describe("discovering a running Redis", () => {
  test("asks for its address until it is right, draws its queues, and shows their depth as it changes, until it is stopped", async () => {
    const screen = await browser.open(app.url, { colorScheme: "dark" });
    const { page } = screen;
    await screen.runCommand("discover from a running redis");
    const dialog = page.getByRole("dialog", { name: "Discover from a running Redis" });
    const address = dialog.getByRole("textbox", { name: "Address" });
    await address.fill("redis://127.0.0.1:1");
    await dialog.getByRole("button", { name: "Discover", exact: true }).click();
    await dialog.getByText("nothing listens at this address").waitFor();
    await picture(screen, "dark discover refused");
    expect.soft(await violationsOf(page)).toEqual([]);
    await address.fill(`redis://127.0.0.1:${redis.port}`);
    await dialog.getByRole("button", { name: "Discover", exact: true }).click();
    const found = page.getByRole("dialog", { name: `2 queues found at 127.0.0.1:${redis.port}` });
    await found.getByText("No worker is connected").waitFor();
    await picture(screen, "dark discover found");
    expect.soft(await violationsOf(page)).toEqual([]);
    await found.getByRole("button", { name: "Show the design" }).click();
    const card = page.locator(".card", { hasText: "mail" }).filter({ hasText: "depth" });
    await expect.poll(() => card.first().innerText(), SOON).toMatch(/\b7\b/);
    await mail.addBulk(Array.from({ length: 15 }, () => ({ name: "send", data: {} })));
    await expect.poll(() => card.first().innerText(), SOON).toMatch(/\b22\b/);
    await picture(screen, "dark discover watched");
    const banner = page.getByRole("status").filter({ hasText: `Live from Redis at 127.0.0.1:${redis.port}` });
    await banner.getByRole("button", { name: "Stop watching" }).click();
    await banner.waitFor({ state: "detached" });
    expect(await card.first().innerText()).not.toMatch(/\b22\b/);
  });
});

import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { Locator } from "playwright-core";
import { startApp, type App } from "../support/app.ts";
import { violationsOf } from "../support/axe.ts";
import { RESULTS, startBrowser, type TestBrowser } from "../support/browser.ts";
import { SOON } from "../support/screen-expect.ts";
import { settled } from "../support/screen-layout.ts";
import type { Screen } from "../support/screen.ts";

let app: App;
let browser: TestBrowser;

beforeAll(async () => {
  mkdirSync(RESULTS, { recursive: true });
  [app, browser] = await Promise.all([startApp({ open: "order-pipeline" }), startBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await app?.close();
});
afterEach((context) => browser.endTest(context));

const preview = (screen: Screen): Locator => screen.page.getByRole("region", { name: "Preview" });
const losses = (screen: Screen): Locator => screen.page.getByRole("region", { name: "Loss report" });

async function choose(screen: Screen, target: string): Promise<void> {
  await screen.page.getByRole("list", { name: "Targets" }).getByRole("button", { name: new RegExp(`^${target}`) }).click();
}

async function picture(screen: Screen, name: string): Promise<void> {
  await settled(screen.page);
  await screen.page.screenshot({ path: `${RESULTS}${name}.png` });
}

describe("the export panel", () => {
  let screen: Screen;
  beforeAll(async () => void (screen = await browser.open(app.url)));
  afterAll(() => browser.closeWindows());

  test("shows each target's files as they would be written, and what it loses", async () => {
    await screen.runCommand("export");
    await choose(screen, "RabbitMQ");
    await expect.poll(() => preview(screen).locator(".cm-content").innerText(), SOON).toContain('"queues"');
    await losses(screen).getByRole("columnheader", { name: "Why it is lost" }).waitFor();
    await picture(screen, "dark export rabbitmq");
    expect.soft(await violationsOf(screen.page)).toEqual([]);
  });

  test("follows the design and the options, is searched, and leads from a loss to its node", async () => {
    await choose(screen, "Mermaid");
    await expect.poll(() => preview(screen).locator(".cm-content").innerText(), SOON).toContain("flowchart LR");
    await losses(screen).getByText("A picture shows what there is").first().waitFor();
    await screen.page.getByRole("group", { name: "Options" }).getByRole("combobox").click();
    await screen.page.getByRole("option", { name: "TB" }).click();
    await expect.poll(() => preview(screen).locator(".cm-content").innerText(), SOON).toContain("flowchart TB");
    await preview(screen).getByRole("button", { name: "Find in the file" }).click();
    await screen.page.getByRole("textbox", { name: "Find" }).pressSequentially("flowchart");
    await expect.poll(() => preview(screen).locator(".cm-searchMatch").count(), SOON).toBe(1);
    await picture(screen, "dark export search");
    expect.soft(await violationsOf(screen.page)).toEqual([]);
    await choose(screen, "RabbitMQ");
    await losses(screen).getByRole("searchbox", { name: "Search the losses" }).fill("billing");
    await losses(screen).getByRole("button", { name: "Billing", exact: true }).click();
    await expect.poll(() => screen.inspector.getByRole("textbox").first().inputValue(), SOON).toBe("Billing");
  });

  test("saves to a folder, and overwrites nothing that was changed by hand without showing the difference", async () => {
    await choose(screen, "RabbitMQ");
    await preview(screen).getByRole("button", { name: "Save to a folder…" }).click();
    const dialog = screen.dialog(/Save RabbitMQ/);
    await dialog.getByRole("textbox", { name: "New folder in it" }).fill("broker");
    await picture(screen, "dark export folder");
    expect.soft(await violationsOf(screen.page, "everything", "[role=dialog]")).toEqual([]);
    await dialog.getByRole("button", { name: "Save here" }).click();
    await screen.message(/^Exported/).waitFor();
    const folder = join(app.folder, "broker");
    const [name = ""] = readdirSync(folder);
    const written = readFileSync(join(folder, name), "utf8");

    writeFileSync(join(folder, name), written.replace('"durable": true', '"durable": false'));
    await preview(screen).getByRole("button", { name: "Save to broker" }).click();
    const review = screen.dialog("A file in the folder says something else");
    await review.getByText("Changed by hand since Spillway wrote it.").waitFor();
    await review.locator(".cm-changedText").first().waitFor();
    expect(await review.getByRole("button", { name: "Nothing to write" }).isDisabled()).toBe(true);
    await picture(screen, "dark export difference");
    expect.soft(await violationsOf(screen.page, "everything", "[role=dialog]")).toEqual([]);
    await review.getByRole("button", { name: "Cancel" }).click();
    expect(readFileSync(join(folder, name), "utf8")).toContain('"durable": false');

    await preview(screen).getByRole("button", { name: "Save to broker" }).click();
    await review.getByRole("radio", { name: "Overwrite" }).click();
    await review.getByRole("button", { name: "Write 1 file" }).click();
    await expect.poll(() => readFileSync(join(folder, name), "utf8"), SOON).toBe(written);
  });

  test("shows the canvas as a picture, and writes it in pixels", async () => {
    await choose(screen, "PNG picture");
    const image = preview(screen).getByRole("img", { name: "The design as it is exported" });
    await expect.poll(() => image.evaluate((element: HTMLImageElement) => element.naturalWidth), SOON).toBeGreaterThan(900);
    await picture(screen, "dark export picture");
    expect.soft(await violationsOf(screen.page, "everything", ".dock")).toEqual([]);
    await preview(screen).getByRole("button", { name: "Save to a folder…" }).click();
    await screen.dialog(/Save PNG picture/).getByRole("button", { name: "Save here" }).click();
    await expect.poll(() => readdirSync(app.folder), SOON).toContain("design.png");
    expect(readFileSync(join(app.folder, "design.png")).subarray(1, 4).toString()).toBe("PNG");
    await choose(screen, "RabbitMQ");
  });

  test("tells a file that is merely old from one that was changed by hand", async () => {
    await screen.select("Orders inbox");
    await screen.inspector.getByRole("textbox").first().fill("Requests");
    await screen.press("Enter");
    await expect.poll(() => preview(screen).locator(".cm-content").innerText(), SOON).toContain('"requests"');
    await preview(screen).getByRole("button", { name: "Save to broker" }).click();
    const review = screen.dialog("A file in the folder says something else");
    await review.getByText("As Spillway wrote it.").waitFor();
    await review.getByRole("button", { name: "Write 1 file" }).click();
    await screen.message(/^Exported/).waitFor();
    // What comes next opens the same design, and is not asked about work that was left behind.
    await screen.press("Control+s");
    await screen.message(/^Saved/).waitFor();
  });
});

test("an empty design says what to do", async () => {
  await app.forgetUnsavedWork();
  const screen = await browser.open(app.url);
  await screen.press("Alt+n");
  await screen.runCommand("export");
  await screen.page.getByText("Nothing is drawn yet.").first().waitFor();
});

test("the panel and the difference in the light theme, at the small size; what Spillway never wrote is kept unless somebody says otherwise", async () => {
  await app.forgetUnsavedWork();
  const screen = await browser.open(app.url, { colorScheme: "light", viewport: { width: 1280, height: 800 } });
  await screen.runCommand("export");
  await choose(screen, "RabbitMQ");
  await expect.poll(() => preview(screen).locator(".cm-content").innerText(), SOON).toContain('"queues"');
  await picture(screen, "light export");
  expect.soft(await violationsOf(screen.page, "contrast")).toEqual([]);
  const file = join(app.folder, "light", "definitions.json");
  mkdirSync(join(app.folder, "light"), { recursive: true });
  writeFileSync(file, '{\n  "vhosts": []\n}\n');
  // The folder that another window saved to is remembered.
  await preview(screen).getByRole("button", { name: "Save to another folder" }).click();
  const dialog = screen.dialog(/Save RabbitMQ/);
  await dialog.getByRole("button", { name: "light", exact: true }).click();
  await dialog.getByText(join(app.folder, "light")).waitFor();
  await dialog.getByRole("button", { name: "Save here" }).click();
  const review = screen.dialog("A file in the folder says something else");
  await review.getByText("Not written by Spillway, as far as this computer remembers.").waitFor();
  await review.locator(".cm-changedLine").first().waitFor();
  await picture(screen, "light export difference");
  expect.soft(await violationsOf(screen.page, "contrast", "[role=dialog]")).toEqual([]);
});

import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { buildHarness, openBrowser, serveHarness } from "./page.mjs";

/**
 * Takes pictures of the canvas: node look.mjs FOLDER NAME=QUERY[@ZOOM] …
 * for example `dark-run=run&theme=dark@1`.
 */
const [folder = "test-results/canvas", ...wanted] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
await buildHarness();
const server = await serveHarness();
const browser = await openBrowser();
browser.page.on("console", (message) => {
  if (message.type() === "error" || message.type() === "warning") console.log(`[${message.type()}] ${message.text()}`);
});
browser.page.on("pageerror", (error) => console.log(`[page] ${error.stack}`));
for (const each of wanted) {
  const [name, rest = ""] = each.split(/=(.*)/s);
  const [query, zoom] = rest.split("@");
  await browser.page.goto(`${server.address}/index.html?${query}`);
  await browser.page.waitForTimeout(400);
  if (zoom !== undefined) {
    await browser.page.evaluate((to) => globalThis.harness.viewStore.getState().canvas?.zoomTo(to), Number(zoom));
  }
  await browser.page.waitForTimeout(query.includes("run") ? 3500 : 600);
  await browser.page.screenshot({ path: join(folder, `${name}.png`) });
}
await browser.close();
await server.close();

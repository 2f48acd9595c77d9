import { rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { DesktopBridge } from "../../engine/contract/desktop.ts";
import { realHost, standInHost, type DesktopApp, type DesktopHost } from "../support/electron-stand-in/desktop-driver.ts";
import { buildFixtureApp } from "../support/electron-stand-in/fixture-app.ts";
import { findRealElectron } from "../support/electron-stand-in/real-electron.ts";

/** What the fixture's page writes down. */
interface FixtureWindow {
  spillwayDesktop: DesktopBridge;
  enginePort: MessagePort;
  log: {
    commands: string[];
    files: string[];
    engineStates: { state: string; pid?: number; message?: string }[];
    closeRequests: number;
    echoes: { pid?: number; [key: string]: unknown }[];
    portCloses: number;
    violations: string[];
  };
}

const real = findRealElectron();
if ("reason" in real) console.log(`Electron itself is not tested here: ${real.reason}. The stand-in is.`);
const hosts: DesktopHost[] = [standInHost, ...("path" in real ? [realHost(real.path)] : [])];
const fromArgument = join(tmpdir(), "named on the command line.spillway.json");

describe.each(hosts)("the desktop shell on $name", (host) => {
  let folder: string;
  let app: DesktopApp;

  beforeAll(async () => {
    folder = await buildFixtureApp();
    app = await host.launch(folder, [fromArgument]);
    await app.page.waitForFunction(() => "enginePort" in window);
  });

  afterAll(async () => {
    await app?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  function log(): Promise<FixtureWindow["log"]> {
    return app.page.evaluate(() => (window as unknown as FixtureWindow).log);
  }

  test("shows the screen, titled by the app", async () => {
    expect(await app.page.locator("h1").textContent()).toBe("Fixture screen");
    expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().map((window) => window.getTitle()))).toEqual(["Spillway"]);
  });

  test("gives the page its bridge and nothing of Node or Electron", async () => {
    const seen = await app.page.evaluate(() => ({
      bridge: Object.keys((window as unknown as FixtureWindow).spillwayDesktop).toSorted(),
      leaks: ["require", "process", "module", "Buffer", "electron", "ipcRenderer"].filter((name) => name in window),
    }));
    expect(seen.leaks).toEqual([]);
    expect(seen.bridge).toContain("requestEnginePort");
    expect(seen.bridge.some((name) => /ipc|send|invoke/i.test(name))).toBe(false);
  });

  test("echoes over the engine's port, bytes as bytes", async () => {
    await app.page.evaluate(() => {
      const { enginePort } = window as unknown as FixtureWindow;
      enginePort.postMessage({ text: "hello" });
      enginePort.postMessage({ bytes: new Uint8Array([1, 2, 255]) });
    });
    await app.page.waitForFunction(() => (window as unknown as FixtureWindow).log.echoes.length >= 2);
    const bytes = await app.page.evaluate(() => {
      const echo = (window as unknown as FixtureWindow).log.echoes[1];
      return echo?.["bytes"] instanceof Uint8Array ? [...echo["bytes"]] : null;
    });
    expect((await log()).echoes[0]).toMatchObject({ text: "hello" });
    expect(bytes).toEqual([1, 2, 255]);
  });

  test("opens the file named on the command line", async () => {
    await vi.waitFor(async () => expect((await log()).files).toContain(fromArgument));
  });
});

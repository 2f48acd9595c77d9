import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
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

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
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

  /** The process id of the engine that answers on the page's port. */
  async function enginePid(): Promise<number> {
    const before = (await log()).echoes.length;
    await app.page.evaluate(() => (window as unknown as FixtureWindow).enginePort.postMessage({ text: "who are you" }));
    return vi.waitFor(async () => {
      const pid = (await log()).echoes[before]?.pid ?? 0;
      expect(pid).toBeGreaterThan(0);
      return pid;
    });
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

  test("keeps the page in the sandbox, in a world of its own, without Node", async () => {
    const preferences = await app.evaluate(({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents as unknown as { getLastWebPreferences(): object };
      return contents.getLastWebPreferences();
    });
    expect(preferences).toMatchObject({
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      webviewTag: false,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
    });
  });

  test("echoes over the engine's port, bytes as bytes", async () => {
    await app.page.evaluate(() => (window as unknown as FixtureWindow).enginePort.postMessage({ bytes: new Uint8Array([1, 2, 255]) }));
    const bytes = await app.page.waitForFunction(() => {
      const echo = (window as unknown as FixtureWindow).log.echoes.find((candidate) => "bytes" in candidate);
      return echo?.["bytes"] instanceof Uint8Array ? [...echo["bytes"]] : null;
    });
    expect(await bytes.jsonValue()).toEqual([1, 2, 255]);
  });

  test("carries a stream of two thousand messages in order", async () => {
    const before = (await log()).echoes.length;
    await app.page.evaluate(() => {
      for (let number = 0; number < 2000; number += 1) (window as unknown as FixtureWindow).enginePort.postMessage({ number });
    });
    await app.page.waitForFunction((count) => (window as unknown as FixtureWindow).log.echoes.length === count, before + 2000);
    const numbers = (await log()).echoes.slice(before).map((echo) => echo["number"]);
    expect(numbers).toEqual(Array.from({ length: 2000 }, (_unused, index) => index));
  });

  test("starts a worker process for the engine, joined by a port of their own", async () => {
    await app.page.evaluate(() => (window as unknown as FixtureWindow).enginePort.postMessage({ spawn: true }));
    const worker = await vi.waitFor(async () => {
      const echo = (await log()).echoes.find((candidate) => "fromWorker" in candidate);
      expect(echo).toMatchObject({ fromWorker: { data: "hello", args: ["--zone=local"] } });
      return echo?.pid ?? 0;
    });
    process.kill(worker, "SIGKILL");
    await vi.waitFor(async () => expect((await log()).echoes.some((echo) => "workerExit" in echo)).toBe(true));
  });

  test("opens the file named on the command line", async () => {
    await vi.waitFor(async () => expect((await log()).files).toContain(fromArgument));
  });

  test("opens a second instance's file in the first", async () => {
    const named = join(tmpdir(), "second.spillway.json");
    await app.startAgain([named]);
    await vi.waitFor(async () => expect((await log()).files).toContain(named));
    expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
  });

  test("serves the screen under a strict policy", async () => {
    const policy = await app.page.evaluate(async () => (await fetch("./page.js")).headers.get("content-security-policy"));
    expect(policy).toContain("default-src 'self'");
    expect(policy).not.toContain("unsafe-eval");
    const blocked = await app.page.evaluate(async () => {
      document.body.append(Object.assign(document.createElement("script"), { textContent: "window.isInlineRun = true" }));
      const connected = await fetch("https://example.com/").then(() => true, () => false);
      return { isInlineRun: "isInlineRun" in window, connected };
    });
    expect(blocked).toEqual({ isInlineRun: false, connected: false });
    await vi.waitFor(async () => expect((await log()).violations).toEqual(expect.arrayContaining(["script-src-elem", "connect-src"])));
  });

  test("stays on its page when a script navigates", async () => {
    const url = app.page.url();
    const attempts = app.evaluate(
      ({ BrowserWindow }) =>
        new Promise<string[]>((resolve) => {
          const seen: string[] = [];
          BrowserWindow.getAllWindows()[0]?.webContents.on("will-navigate", (event) => {
            if (seen.push(event.defaultPrevented ? "prevented" : "allowed") === 2) resolve(seen);
          });
        }),
    );
    await app.page.evaluate(() => {
      location.href = "https://example.com/";
    });
    await app.page.evaluate(() => {
      document.body.append(Object.assign(document.createElement("a"), { href: "/elsewhere.html", id: "elsewhere" }));
      document.getElementById("elsewhere")?.click();
    });
    expect(await attempts).toEqual(["prevented", "prevented"]);
    expect(app.page.url()).toBe(url);
    expect((await log()).files).toContain(fromArgument);
  });

  test("opens no window; a link to known documentation goes to the browser", async () => {
    await app.evaluate(({ shell }) => {
      const opened: string[] = [];
      Object.assign(globalThis, { openedLinks: opened });
      shell.openExternal = async (url: string) => void opened.push(url);
    });
    await app.page.evaluate(() => {
      window.open("https://example.com/");
      window.open("https://docs.bullmq.io/guide/workers");
    });
    function openedLinks(): Promise<string[]> {
      return app.evaluate(() => (globalThis as unknown as { openedLinks: string[] }).openedLinks);
    }
    await vi.waitFor(async () => expect(await openedLinks()).toEqual(["https://docs.bullmq.io/guide/workers"]));
    await vi.waitFor(() => expect(app.pages()).toEqual([app.page]));
  });

  test("builds the native menu from the screen's commands and hands back the one clicked", async () => {
    await app.page.evaluate(() =>
      (window as unknown as FixtureWindow).spillwayDesktop.setMenu([
        { id: "file.save", label: "Save", group: "file", accelerator: "CmdOrCtrl+S", enabled: true },
        { id: "run.start", label: "Start", group: "run", enabled: false },
      ]),
    );
    await vi.waitFor(async () =>
      expect(await app.evaluate(({ Menu }) => Menu.getApplicationMenu()?.getMenuItemById("run.start")?.enabled)).toBe(false),
    );
    await app.evaluate(({ Menu }) => Menu.getApplicationMenu()?.getMenuItemById("file.save")?.click());
    await vi.waitFor(async () => expect((await log()).commands).toEqual(["file.save"]));
  });

  test("asks the system for paths, and says when the user cancelled", async () => {
    await app.evaluate(({ dialog }) => {
      dialog.showOpenDialog = (async () => ({ canceled: false, filePaths: ["/designs/a.spillway.json"] })) as typeof dialog.showOpenDialog;
      dialog.showSaveDialog = (async () => ({ canceled: true, filePath: "" })) as typeof dialog.showSaveDialog;
    });
    const picked = await app.page.evaluate(async () => {
      const { spillwayDesktop } = window as unknown as FixtureWindow;
      return [await spillwayDesktop.openDialog(), await spillwayDesktop.saveDialog("Orders.spillway.json")];
    });
    expect(picked).toEqual([{ path: "/designs/a.spillway.json" }, null]);
  });

  test("refuses a call that does not fit, without harm", async () => {
    const refusal = await app.page.evaluate(() =>
      (window as unknown as FixtureWindow).spillwayDesktop.openDialog([{ name: "", extensions: [] }]).catch((error: Error) => error.message),
    );
    expect(refusal).toContain("payload does not fit");
  });

  test("restarts an engine that died, says so, and brings a new port", async () => {
    const first = await enginePid();
    const states = (await log()).engineStates.length;
    await app.page.evaluate(() => Object.assign(window, { deadPort: (window as unknown as FixtureWindow).enginePort }));
    process.kill(first, "SIGKILL");
    await vi.waitFor(async () => expect((await log()).engineStates.slice(states).map(({ state }) => state)).toEqual(["restarting", "running"]), 10_000);
    expect((await log()).engineStates[states]?.message).toMatch(/stopped unexpectedly.*restarts in 0\.5 s/);
    await app.page.waitForFunction(() => (window as unknown as { deadPort: MessagePort }).deadPort !== (window as unknown as FixtureWindow).enginePort);
    expect((await log()).portCloses).toBe(1);
    expect(await enginePid()).not.toBe(first);
  });

  test("gives a reloaded page a port again", async () => {
    await app.page.reload();
    await app.page.waitForFunction(() => "enginePort" in window);
    expect((await log()).echoes).toEqual([]);
    expect(await enginePid()).toBeGreaterThan(0);
  });

  test("asks before it closes with unsaved changes, and ends with the engine when it may", async () => {
    await app.page.evaluate(() =>
      (window as unknown as FixtureWindow).spillwayDesktop.setDocument({ name: "Orders", path: "/designs/orders.spillway.json", dirty: true }),
    );
    await vi.waitFor(async () =>
      expect(
        await app.evaluate(({ BrowserWindow }) => {
          const window = BrowserWindow.getAllWindows()[0];
          return [window?.getTitle(), process.platform === "linux" || window?.isDocumentEdited()];
        }),
      ).toEqual([expect.stringContaining("Orders — Spillway"), true]),
    );
    const closing = app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
    await vi.waitFor(async () => expect((await log()).closeRequests).toBe(1));
    await closing;
    const engine = await enginePid();
    await app.page.evaluate(() => (window as unknown as FixtureWindow).spillwayDesktop.confirmClose());
    await app.exited;
    await vi.waitFor(() => expect(isAlive(engine)).toBe(false));
  });
});

describe.each(hosts)("Spillway itself on $name", (host) => {
  const complaints: string[] = [];
  let app: DesktopApp;

  beforeAll(async () => {
    app = await host.launch(join(ROOT, "dist"), [join(ROOT, "examples", "order-pipeline.spillway.json")]);
    app.page.on("pageerror", (error) => complaints.push(error.message));
    app.page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  });

  afterAll(() => app?.close());

  function isEnabled(id: string): Promise<boolean | undefined> {
    return app.evaluate(({ Menu }, itemId) => Menu.getApplicationMenu()?.getMenuItemById(itemId)?.enabled, id);
  }

  function click(id: string): Promise<void> {
    return app.evaluate(({ Menu }, itemId) => Menu.getApplicationMenu()?.getMenuItemById(itemId)?.click(), id);
  }

  test("shows the design that was named, in the window and in its title", async () => {
    await app.page.getByText("Order service").first().waitFor();
    await vi.waitFor(async () =>
      expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getTitle())).toBe("Orders — Spillway"),
    );
  });

  test("runs it from the native menu, with worker processes of the app", async () => {
    await vi.waitFor(async () => expect(await isEnabled("run.start")).toBe(true), 10_000);
    await click("run.start");
    await vi.waitFor(async () => expect(await isEnabled("run.stop")).toBe(true), 15_000);
    await app.page.waitForFunction(() => /[1-9][\d,]*\s*done|[1-9][\d,]*\/s\s*done/.test(document.body.innerText), null, { timeout: 20_000 });
    expect(complaints).toEqual([]);
  }, 60_000);

  test.skipIf(process.platform === "win32")("ends in the middle of a run, with everything it started", async () => {
    const started = descendantsOf(await app.evaluate(() => process.pid));
    expect(started.length).toBeGreaterThan(3);
    // Answered before it quits: nobody is there to answer afterwards.
    await app.evaluate(({ app: electronApp }) => void setImmediate(() => electronApp.quit()));
    await app.exited;
    await vi.waitFor(() => expect(started.filter(isAlive)).toEqual([]), 15_000);
  }, 60_000);
});

interface ProcessRow {
  pid: number;
  parent: number;
}

/** The processes that run now; one that has ended and waits to be collected does not. */
function processes(): ProcessRow[] {
  const rows = execFileSync("ps", ["-eo", "pid=,ppid=,stat="], { encoding: "utf8" }).trim().split("\n");
  return rows.flatMap((row) => {
    const [pid, parent, state] = row.trim().split(/\s+/);
    return state?.startsWith("Z") === false ? [{ pid: Number(pid), parent: Number(parent) }] : [];
  });
}

/** Every process below this one: the engine, its Redis and its workers among them. */
function descendantsOf(root: number): number[] {
  const rows = processes();
  function below(parent: number): number[] {
    return rows.filter((row) => row.parent === parent).flatMap(({ pid }) => [pid, ...below(pid)]);
  }
  return below(root);
}

function isAlive(pid: number): boolean {
  return processes().some((row) => row.pid === pid);
}

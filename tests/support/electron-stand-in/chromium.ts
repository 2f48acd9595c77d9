import { spawn, type ChildProcess } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { Cdp } from "./cdp.ts";

const FLAGS = [
  "--headless=new",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--remote-debugging-port=0",
  "--no-startup-window",
  // Electron has a MessagePort's `close` event on; Chromium has it behind this switch.
  "--enable-blink-features=MessagePortCloseEvent",
];

/** Starts a Chromium with a profile of its own under `folder`; it ends with this process. */
export async function startChromium(executable: string, folder: string): Promise<Cdp> {
  const profile = join(folder, "chromium");
  const chromium = spawn(executable, [...FLAGS, `--user-data-dir=${profile}`], { stdio: ["ignore", "ignore", "pipe"] });
  process.once("exit", () => chromium.kill("SIGKILL"));
  const cdp = await Cdp.connect(await endpointOf(chromium));
  await cdp.send("Target.setAutoAttach", { autoAttach: true, waitForDebuggerOnStart: true, flatten: true });
  return cdp;
}

function endpointOf(chromium: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    chromium.once("error", reject);
    chromium.once("exit", (code) => reject(new Error(`Chromium ended with code ${code} before it was up.`)));
    if (chromium.stderr === null) return;
    createInterface(chromium.stderr).on("line", (line) => {
      const endpoint = /^DevTools listening on (ws:\S+)$/.exec(line)?.[1];
      if (endpoint !== undefined) resolve(endpoint);
    });
  });
}

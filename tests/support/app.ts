import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { WebSocket } from "ws";
import { formatDesign } from "../../design/document/format.ts";
import type { Design } from "../../design/document/schema.ts";
import type { EngineClient } from "../../engine/contract/client.ts";
import { connectEngine, type WebSocketConstructor } from "../../engine/contract/websocket-transport.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const CLI = join(ROOT, "dist", "node", "cli.js");

/** Programs that an embedded Redis may be. */
export const REDIS = /^(redis|valkey)-server/;

/** What a test starts the app with. */
export interface AppOptions {
  /** The design to open: the name of an example, of which a copy is opened, a design, or a file's text. Without it the app opens as it does by itself. */
  readonly open?: string | Design | { readonly text: string };
  /** Changes to the host's environment. */
  readonly environment?: NodeJS.ProcessEnv;
  /** Where to serve; any free port without it. */
  readonly port?: number;
}

/** The real app, served as `spillway serve` does it, with folders of its own. */
export interface App {
  /** The address that it printed; another after a restart. */
  readonly url: string;
  readonly port: number;
  /** Where the file dialogs begin. */
  readonly folder: string;
  /** The design that was opened. */
  readonly file: string;
  /** A second screen without a picture: asks the engine what the first one shows. */
  engine(): EngineClient;
  /** Drops every copy of unsaved work, as if nothing had been left behind. */
  forgetUnsavedWork(): Promise<void>;
  /** Process ids of every process below the host whose program is called so. */
  pidsOf(program: RegExp): number[];
  /** Ends the host without warning, as a crash does. */
  kill(): Promise<void>;
  /** Starts it again on the same port and data; `open` is the same design. */
  start(): Promise<void>;
  /** Ends it as Ctrl+C does and removes its folders. */
  close(): Promise<void>;
}

/** Starts the built app as a process. */
export async function startApp(options: AppOptions = {}): Promise<App> {
  const folder = mkdtempSync(join(tmpdir(), "spillway-app-"));
  const designs = join(folder, "designs");
  mkdirSync(designs);
  const file = writeDesign(designs, options.open);
  let orphans: readonly number[] = [];
  let host = await serve({ folder, designs, file: options.open === undefined ? undefined : file, port: options.port ?? 0, environment: options.environment });

  return {
    get url() {
      return host.url;
    },
    get port() {
      return host.port;
    },
    folder: designs,
    file,
    engine: () => connect(host),
    async forgetUnsavedWork() {
      const client = connect(host);
      const { entries } = await client.call("recovery.list", {});
      for (const { key } of entries) await client.call("recovery.clear", { key });
      client.close();
    },
    pidsOf: (program) => descendantsOf(host.process.pid ?? 0, program),
    async kill() {
      orphans = descendantsOf(host.process.pid ?? 0, REDIS);
      host.process.kill("SIGKILL");
      await host.ended;
    },
    async start() {
      host = await serve({ folder, designs, file: options.open === undefined ? undefined : file, port: host.port, environment: options.environment });
    },
    async close() {
      host.process.kill("SIGINT");
      await host.ended;
      // A host that was killed and not started again left its Redis behind.
      for (const pid of orphans) endProcess(pid);
      rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

function writeDesign(folder: string, open: AppOptions["open"]): string {
  const file = join(folder, typeof open === "string" ? `${open}.spillway.json` : "design.spillway.json");
  if (typeof open === "string") cpSync(join(ROOT, "examples", `${open}.spillway.json`), file);
  else if (open !== undefined) writeFileSync(file, "text" in open ? open.text : formatDesign(open));
  return file;
}

interface ServeOptions {
  readonly folder: string;
  readonly designs: string;
  readonly file: string | undefined;
  readonly port: number;
  readonly environment: NodeJS.ProcessEnv | undefined;
}

interface Served {
  readonly process: ChildProcess;
  readonly url: string;
  readonly port: number;
  readonly ended: Promise<void>;
}

function serve({ folder, designs, file, port, environment }: ServeOptions): Promise<Served> {
  const parameters = ["serve", ...(file === undefined ? [] : [file]), ...(port === 0 ? [] : ["--port", String(port)])];
  const child = spawn(process.execPath, [CLI, ...parameters], {
    cwd: designs,
    env: { ...process.env, XDG_DATA_HOME: join(folder, "data"), SPILLWAY_DATA: "", SPILLWAY_REDIS_URL: "", ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const complaints: string[] = [];
  child.stderr.setEncoding("utf8").on("data", (text: string) => complaints.push(text));
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  return new Promise((resolve, reject) => {
    void ended.then(() => reject(new Error(`The app ended before it was up:\n${complaints.join("")}`)));
    createInterface(child.stdout).on("line", (line) => {
      const found = /Spillway is at (http:\/\/127\.0\.0\.1:(\d+)\/#token=\S+)/.exec(line);
      if (found) resolve({ process: child, url: found[1] ?? "", port: Number(found[2]), ended });
    });
  });
}

function connect({ url, port }: Served): EngineClient {
  class PageSocket extends WebSocket {
    constructor(address: string, protocols: string[]) {
      super(address, protocols, { origin: `http://127.0.0.1:${port}` });
    }
  }
  const token = url.split("#token=")[1] ?? "";
  return connectEngine(`ws://127.0.0.1:${port}/engine`, token, () => {}, { WebSocket: PageSocket as unknown as WebSocketConstructor });
}

function endProcess(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended already.
  }
}

/** Process ids below `root` whose program's name matches. */
function descendantsOf(root: number, program: RegExp): number[] {
  const rows = execFileSync("ps", ["-eo", "pid=,ppid=,stat=,comm="], { encoding: "utf8" })
    .trim()
    .split("\n")
    .map((row) => row.trim().split(/\s+/))
    .filter(([, , state = ""]) => !state.startsWith("Z"))
    .map(([pid, parent, , ...name]) => ({ pid: Number(pid), parent: Number(parent), name: name.join(" ") }));
  const below = (parent: number): typeof rows => rows.filter((row) => row.parent === parent).flatMap((row) => [row, ...below(row.pid)]);
  return below(root)
    .filter(({ name }) => program.test(name))
    .map(({ pid }) => pid);
}

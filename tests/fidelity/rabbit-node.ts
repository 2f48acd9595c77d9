import { execFile, spawn, type ChildProcess } from "node:child_process";
import { existsSync } from "node:fs";
import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { connect, type ChannelModel } from "amqplib";

/** Where distributions put the server's own script, which runs as whoever calls it; the one on the PATH changes the user. */
const BINARIES = ["/usr/lib/rabbitmq/bin/rabbitmq-server", "/usr/local/sbin/rabbitmq-server", "/opt/homebrew/sbin/rabbitmq-server"];
const UP_WITHIN_MS = 60_000;
const ASK_AGAIN_MS = 250;

/** A RabbitMQ of the tests' own: on loopback, with its own data, ports, cookie and port mapper. */
export interface RabbitNode {
  readonly version: string;
  readonly connection: ChannelModel;
  /** What `rabbitmqctl` says on standard output when it is given these words. Rejects when it fails. */
  control(...words: string[]): Promise<string>;
  stop(): Promise<void>;
}

/** The server's script; undefined where RabbitMQ is not installed. */
export function findRabbit(): string | undefined {
  const named = process.env.SPILLWAY_RABBITMQ_BINARY;
  return (named === undefined ? BINARIES : [named]).find((path) => existsSync(path));
}

/** Starts a node and connects to it. */
export async function startRabbit(binary: string): Promise<RabbitNode> {
  const folder = await mkdtemp(join(tmpdir(), "spillway-rabbit-"));
  const [port, distributionPort, mapperPort] = [await freePort(), await freePort(), await freePort()];
  await mkdir(join(folder, "log"));
  await writeFile(join(folder, ".erlang.cookie"), `spillway${process.pid}${Date.now()}`);
  await chmod(join(folder, ".erlang.cookie"), 0o400);
  await writeFile(join(folder, "enabled_plugins"), "[].");
  await writeFile(join(folder, "rabbitmq.conf"), `listeners.tcp.default = 127.0.0.1:${port}\nlog.console = false\ndisk_free_limit.absolute = 1MB\n`);
  const environment = {
    ...process.env,
    HOME: folder,
    ERL_EPMD_PORT: String(mapperPort),
    ERL_EPMD_ADDRESS: "127.0.0.1",
    RABBITMQ_NODENAME: `spillway${process.pid}@localhost`,
    RABBITMQ_DIST_PORT: String(distributionPort),
    RABBITMQ_MNESIA_BASE: join(folder, "data"),
    RABBITMQ_LOG_BASE: join(folder, "log"),
    RABBITMQ_CONFIG_FILE: join(folder, "rabbitmq.conf"),
    RABBITMQ_ENABLED_PLUGINS_FILE: join(folder, "enabled_plugins"),
    RABBITMQ_CONF_ENV_FILE: join(folder, "none"),
    RABBITMQ_PID_FILE: join(folder, "pid"),
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: "-kernel inet_dist_use_interface {127,0,0,1}",
  };
  // The server would leave a port mapper behind that outlives it.
  const mapper = spawn("epmd", ["-port", String(mapperPort), "-address", "127.0.0.1"], { env: environment, stdio: "ignore" });
  const server = spawn(binary, [], { env: environment, stdio: "ignore", detached: true });
  const stop = async (): Promise<void> => {
    await ended(server, () => signalGroup(server, "SIGTERM"));
    await ended(mapper, () => mapper.kill("SIGTERM"));
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const connection = await connected(`amqp://guest:guest@127.0.0.1:${port}`, server);
    const { version } = connection.connection.serverProperties;
    return {
      version,
      connection,
      async control(...words) {
        const { stdout } = await promisify(execFile)(join(dirname(binary), "rabbitmqctl"), ["--quiet", ...words], { env: environment, maxBuffer: 2 ** 24 });
        return stdout;
      },
      async stop() {
        await connection.close().catch(() => {});
        await stop();
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function connected(url: string, server: ChildProcess): Promise<ChannelModel> {
  const until = performance.now() + UP_WITHIN_MS;
  for (;;) {
    try {
      return await connect(url);
    } catch (error) {
      if (performance.now() > until || server.exitCode !== null) throw error;
      await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN_MS));
    }
  }
}

/** Resolves when a process that was told to end has; one that does not is killed after 10 s. */
async function ended(child: ChildProcess, tell: () => void): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  await new Promise<void>((resolve) => {
    const killer = setTimeout(() => (child.pid === undefined ? resolve() : signalGroup(child, "SIGKILL")), 10_000);
    child.once("exit", () => {
      clearTimeout(killer);
      resolve();
    });
    tell();
  });
}

/** Signals what the server's script started too: both are in a group of their own. */
function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    child.kill(signal);
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => (typeof address === "object" && address !== null ? resolve(address.port) : reject(new Error("No port."))));
    });
  });
}

import { randomBytes } from "node:crypto";
import { mkdtempSync, rmdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AppError } from "../../../design/errors.ts";

/** `sun_path` holds 108 bytes on Linux, 104 on macOS; what is longer is refused. */
const LONGEST_SOCKET_PATH = 99;

/** Where an embedded server listens: a Unix socket alone in a private folder, or a loopback port with a password. */
export type ServerAddress =
  | { kind: "socket"; socketPath: string; folder: string }
  | { kind: "port"; port: number; password: string };

/** What ioredis takes: the socket's path, or a URL. */
export function urlOf(address: ServerAddress): string {
  return address.kind === "socket" ? address.socketPath : `redis://:${address.password}@127.0.0.1:${address.port}`;
}

/** A new address of the kind that this system has. */
export async function newAddress(platform: NodeJS.Platform = process.platform): Promise<ServerAddress> {
  if (platform === "win32") return { kind: "port", port: await freePort(), password: randomBytes(24).toString("hex") };
  return newSocketAddress([process.env.XDG_RUNTIME_DIR, tmpdir(), "/tmp"]);
}

/**
 * Makes a folder of mode 0700 for the socket in the first of `parents` that can be written and is
 * short enough. Throws `file-not-writable`.
 */
export function newSocketAddress(parents: (string | undefined)[]): ServerAddress {
  for (const parent of parents) {
    if (!parent) continue;
    const folder = tryToMakeFolder(parent);
    if (folder === undefined) continue;
    const socketPath = join(folder, "redis.sock");
    if (Buffer.byteLength(socketPath) <= LONGEST_SOCKET_PATH) return { kind: "socket", socketPath, folder };
    rmdirSync(folder);
  }
  const tried = parents.filter((parent) => parent).join(", ");
  throw new AppError("file-not-writable", `No folder with a short path can be written for Redis's socket (tried ${tried}). Set TMPDIR to one.`);
}

/** Removes what newAddress made, and no folder in which anything else lies. */
export function removeAddress(address: ServerAddress): void {
  if (address.kind !== "socket") return;
  try {
    rmSync(address.socketPath, { force: true });
    rmdirSync(address.folder);
  } catch {
    // The folder is gone already, or not ours alone.
  }
}

/** mkdtemp makes folders of mode 0700. */
function tryToMakeFolder(parent: string): string | undefined {
  try {
    return mkdtempSync(join(parent, "spillway-"));
  } catch {
    return undefined;
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      const port = typeof address === "object" && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}

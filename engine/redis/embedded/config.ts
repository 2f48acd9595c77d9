import type { ServerAddress } from "./address.ts";

export type AppendFsync = "everysec" | "always";

export interface ServerConfig {
  dataFolder: string;
  address: ServerAddress;
  appendFsync: AppendFsync;
}

/**
 * The whole configuration of an embedded server, as a redis.conf: no other file is read. Every
 * write goes to the append-only file; no snapshots; nothing is ever evicted, which BullMQ requires.
 */
export function redisConfig(config: ServerConfig): string {
  const lines: [string, string][] = [
    ...listening(config.address),
    ["dir", config.dataFolder],
    ["pidfile", `${config.dataFolder}/redis.pid`],
    ["daemonize", "no"],
    ["logfile", ""],
    ["appendonly", "yes"],
    ["appendfsync", config.appendFsync],
    ["save", ""],
    ["maxmemory", "0"],
    ["maxmemory-policy", "noeviction"],
  ];
  return lines.map(([name, value]) => `${name} ${quoted(value)}\n`).join("");
}

function listening(address: ServerAddress): [string, string][] {
  if (address.kind === "socket") {
    return [["port", "0"], ["unixsocket", address.socketPath], ["unixsocketperm", "700"]];
  }
  return [["bind", "127.0.0.1"], ["port", String(address.port)], ["requirepass", address.password]];
}

/** As redis.conf wants it: in double quotes, with backslashes escaped. */
function quoted(value: string): string {
  return /^[\w./-]+$/.test(value) ? value : `"${value.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
}

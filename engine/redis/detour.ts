import { connect as connectPlain, type Socket } from "node:net";
import { connect as connectTls, type ConnectionOptions } from "node:tls";
import { AbstractConnector, type RedisOptions } from "ioredis";
import { gathering } from "./gathering.ts";

/** Where connections lead: a Unix socket, or a port of a host. */
export type RedisEndpoint = { readonly path: string } | { readonly host: string; readonly port: number };

interface Detour {
  via: RedisEndpoint | undefined;
  /** What is connected now. */
  readonly streams: Set<Socket>;
}

/** By the address that they are instead of. */
const detours = new Map<string, Detour>();

function detourOf(url: string): Detour {
  let known = detours.get(url);
  if (!known) detours.set(url, (known = { via: undefined, streams: new Set() }));
  return known;
}

/**
 * Has every connection of this process to the Redis at `url` go through `via`, a proxy, or straight again without it. Those that are open are
 * closed, and open again by themselves.
 */
export function takeDetour(url: string, via: RedisEndpoint | undefined): void {
  const detour = detourOf(url);
  if (JSON.stringify(via) === JSON.stringify(detour.via)) return;
  detour.via = via;
  for (const stream of detour.streams) stream.destroy();
}

/** The options of a client that follows the detours of its process; those made like it do so, too. */
export function detoured(url: string, options: RedisOptions): RedisOptions {
  const detour = detourOf(url);
  class DetourConnector extends AbstractConnector {
    constructor() {
      super(options.disconnectTimeout ?? 2000);
    }

    async connect(): Promise<Socket> {
      this.connecting = true;
      // ioredis listens once this has resolved, so nothing may have happened before.
      await new Promise<void>((resolve) => process.nextTick(resolve));
      if (!this.connecting) throw new Error("Connection is closed.");
      const stream = gathering(open(options, detour.via));
      this.stream = stream;
      detour.streams.add(stream);
      stream.once("close", () => detour.streams.delete(stream));
      stream.once("error", (error) => (this.firstError = error));
      return stream;
    }
  }
  return { ...options, Connector: DetourConnector };
}

function open({ path, host, port, tls }: RedisOptions, via: RedisEndpoint | undefined): Socket {
  const straight: RedisEndpoint = path ? { path } : { host: host ?? "localhost", port: port ?? 6379 };
  if (!tls) return connectPlain(via ?? straight);
  const options = tls as ConnectionOptions;
  return via ? connectTls({ ...options, ...straight, socket: connectPlain(via) }) : connectTls({ ...straight, ...options });
}

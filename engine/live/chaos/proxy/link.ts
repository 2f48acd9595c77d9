import { connect, createServer, type Server, type Socket } from "node:net";
import { newAddress, removeAddress, type ServerAddress } from "../../../redis/embedded/address.ts";
import type { RedisEndpoint } from "../../../redis/detour.ts";
import { Flow } from "./flow.ts";
import type { Toxic } from "./toxic.ts";

interface Connection {
  readonly flows: readonly Flow[];
  /** Ends it, as a reset where the transport knows resets. */
  end(isReset: boolean): void;
  timer: ReturnType<typeof setTimeout> | undefined;
  /** One side has closed it, and the other is to hear of it only later. */
  closing: ReturnType<typeof setTimeout> | undefined;
}

/** A proxy between a zone's process and Redis, on a Unix socket of its own (a loopback port on Windows), and what it does to the connections. */
export class Link {
  private toxics: readonly Toxic[] = [];
  private readonly connections = new Set<Connection>();
  private opened = 0;

  private constructor(
    private readonly server: Server,
    private readonly address: ServerAddress,
    private readonly target: RedisEndpoint,
  ) {
    server.on("connection", (client) => this.join(client));
  }

  static async open(target: RedisEndpoint): Promise<Link> {
    const address = await newAddress();
    const server = createServer();
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      if (address.kind === "socket") server.listen(address.socketPath, resolve);
      else server.listen(address.port, "127.0.0.1", resolve);
    });
    return new Link(server, address, target);
  }

  /** Where it listens. */
  get endpoint(): RedisEndpoint {
    return this.address.kind === "socket" ? { path: this.address.socketPath } : { host: "127.0.0.1", port: this.address.port };
  }

  /** What happens to connections from now on, instead of what did before. */
  set(toxics: readonly Toxic[]): void {
    const dropped = this.toxics.some(({ type }) => type === "timeout") && !toxics.some(({ type }) => type === "timeout");
    this.toxics = toxics;
    for (const connection of this.connections) {
      // Bytes are missing from it.
      if (dropped) connection.end(false);
      else this.apply(connection);
    }
  }

  /** Ends every connection, and listens no more. */
  close(): void {
    this.server.close();
    for (const connection of this.connections) connection.end(false);
    removeAddress(this.address);
  }

  private join(client: Socket): void {
    const redis = connect(this.target);
    const toxics = (): readonly Toxic[] => this.toxics;
    const over = (): void => connection.end(false);
    const flows = [new Flow(client, redis, false, this.opened, toxics, over), new Flow(redis, client, true, this.opened, toxics, over)];
    this.opened++;
    const connection: Connection = {
      flows,
      timer: undefined,
      closing: undefined,
      end: (isReset) => {
        if (!this.connections.delete(connection)) return;
        clearTimeout(connection.timer);
        clearTimeout(connection.closing);
        for (const flow of flows) flow.close();
        // Unix sockets know no resets.
        if (isReset && client.remoteAddress !== undefined) client.resetAndDestroy();
        else client.destroy();
        redis.destroy();
      },
    };
    this.connections.add(connection);
    for (const socket of [client, redis]) {
      socket.setNoDelay(true);
      socket.on("error", () => {});
      socket.on("close", () => this.closed(connection));
    }
    this.apply(connection);
  }

  /** One of its sides has closed it. */
  private closed(connection: Connection): void {
    const slow = this.toxics.find((toxic) => toxic.type === "slow-close");
    if (!slow) return connection.end(false);
    connection.closing ??= setTimeout(() => connection.end(false), slow.delayMs);
  }

  private apply(connection: Connection): void {
    if (connection.closing && !this.toxics.some(({ type }) => type === "slow-close")) return connection.end(false);
    clearTimeout(connection.timer);
    const ends = this.toxics.flatMap((toxic) => (toxic.type === "reset" || (toxic.type === "timeout" && toxic.timeoutMs > 0) ? [toxic] : []));
    const first = ends.toSorted((a, b) => a.timeoutMs - b.timeoutMs)[0];
    if (first) connection.timer = setTimeout(() => connection.end(first.type === "reset"), first.timeoutMs);
    for (const flow of connection.flows) flow.pump();
  }
}

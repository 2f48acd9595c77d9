import { existsSync } from "node:fs";
import { createServer, type IncomingMessage } from "node:http";
import { join } from "node:path";
import type { Duplex } from "node:stream";
import { WebSocketServer } from "ws";
import { AppError } from "../../../design/errors.ts";
import { MAX_MESSAGE_BYTES, SUBPROTOCOL } from "../../contract/message.ts";
import type { Host } from "../host.ts";
import { chooseToken, refuseHost, refuseUpgrade, type Gate, type Refusal } from "./gate.ts";
import { listen, LOOPBACK } from "./listen.ts";
import { keepAlive } from "./keep-alive.ts";
import { isForMetrics, serveMetrics } from "./metrics-endpoint.ts";
import { SECURITY_HEADERS } from "./security-headers.ts";
import { socketPort } from "./socket-port.ts";
import { refuse, serveStaticFile } from "./static-files.ts";
import { Tickets } from "./tickets.ts";

const PING_EVERY_MS = 30_000;

export interface ServeOptions {
  readonly host: Host;
  /** The built screen. */
  readonly rendererFolder: string;
  /** 0, or nothing, for any that is free. */
  readonly port?: number;
  readonly pingEveryMs?: number;
  /** What lets in; without it one that nobody can guess. */
  readonly token?: string;
}

/** A running server. */
export interface ServedApp {
  /** The address to open, with the token in its fragment, which browsers keep to themselves. */
  readonly url: string;
  readonly port: number;
  readonly token: string;
  /** An address for a program that is started with it, such as a browser: it leads to `url` once. */
  openOnce(): string;
  /** Ends the server and its connections, not the host. */
  close(): Promise<void>;
}

/**
 * Serves the screen and its WebSocket on loopback. Throws `port-in-use`, `wrong-use` (a port that this user may not open) or
 * `file-not-found` when the screen is not built.
 */
export async function serveApp(options: ServeOptions): Promise<ServedApp> {
  if (!existsSync(join(options.rendererFolder, "index.html"))) {
    throw new AppError("file-not-found", `The screen is not in ${options.rendererFolder}.`, { hint: "Build it: npm run build" });
  }
  const server = createServer();
  const port = await listen(server, options.port ?? 0, "--port");
  const tickets = new Tickets();
  const gate: Gate = { port, token: options.token ?? chooseToken({}) };
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_MESSAGE_BYTES,
    perMessageDeflate: false,
    handleProtocols: () => SUBPROTOCOL,
  });
  const stopPings = keepAlive(sockets, options.pingEveryMs ?? PING_EVERY_MS);
  sockets.on("connection", (socket) => {
    // A message that is too large closes the connection with code 1009.
    socket.on("error", () => {});
    options.host.connect(socketPort(socket));
  });

  server.on("request", (request, response) => {
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value);
    if (isForMetrics(request)) return void serveMetrics(gate, () => options.host.metrics(), request, response);
    const refusal = refuseHost(gate, request);
    if (refusal) return refuse(response, refusal.status, refusal.message);
    const isLetIn = request.method === "GET" ? tickets.redeem(request.url ?? "/") : undefined;
    if (isLetIn === false) refuse(response, 401, "This address has been used, or is too old. Open the one that Spillway printed.");
    else if (isLetIn) response.writeHead(303, { location: `/#token=${gate.token}`, "cache-control": "no-store" }).end();
    else void serveStaticFile(options.rendererFolder, request, response);
  });
  server.on("upgrade", (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    stream.on("error", () => stream.destroy());
    const refusal = request.url === "/engine" ? refuseUpgrade(gate, request) : ({ status: 403, message: "Only /engine." } as const);
    if (refusal) return endWith(stream, refusal);
    sockets.handleUpgrade(request, stream, head, (socket) => sockets.emit("connection", socket, request));
  });

  return {
    url: `http://${LOOPBACK}:${port}/#token=${gate.token}`,
    port,
    token: gate.token,
    openOnce: () => `http://${LOOPBACK}:${port}${tickets.issue()}`,
    async close() {
      stopPings();
      for (const socket of sockets.clients) socket.terminate();
      await new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      });
    },
  };
}

function endWith(stream: Duplex, { status, message }: Refusal): void {
  const reason = status === 401 ? "Unauthorized" : "Forbidden";
  stream.end(`HTTP/1.1 ${status} ${reason}\r\nconnection: close\r\ncontent-type: text/plain; charset=utf-8\r\n\r\n${message}\n`);
}

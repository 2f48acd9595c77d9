import { createHash, timingSafeEqual } from "node:crypto";
import { createServer, STATUS_CODES, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import type { Listening } from "./outside.ts";

const LOOPBACK = "127.0.0.1";
/** Subprotocol by which a WebSocket client that cannot set headers brings the token. */
export const TOKEN_PROTOCOL = "token.";

/** Why a request is not let in. */
export interface Refusal {
  readonly status: number;
  readonly message: string;
  readonly headers?: Readonly<Record<string, string>>;
}

type Serve = (request: IncomingMessage, response: ServerResponse) => void;
type Upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

/**
 * Listens on loopback for the real edges of a run (rules P6, S3). Who comes in must know the run's token; pages of the web are
 * refused by their Origin, and names that only lead here by the Host that they ask for.
 */
export class EndpointServer {
  private readonly server: Server;
  private readonly posts = new Map<string, Serve>();
  private readonly sockets = new Map<string, Upgrade>();
  private port = 0;

  constructor(private readonly listening: Listening) {
    this.server = createServer((request, response) => this.serve(request, response));
    this.server.on("upgrade", (request, socket, head) => this.upgrade(request, socket, head));
    this.server.headersTimeout = 10_000;
    this.server.requestTimeout = 30_000;
  }

  onPost(path: string, serve: Serve): void {
    this.posts.set(path, serve);
  }

  onSocket(path: string, upgrade: Upgrade): void {
    this.sockets.set(path, upgrade);
  }

  /** Listens at the port that it had before, or at any that is free. */
  async listen(): Promise<number> {
    await this.bind(this.listening.port).catch(() => this.bind(0));
    this.port = (this.server.address() as AddressInfo).port;
    return this.port;
  }

  /** Address of a path, without the token. */
  address(scheme: "http" | "ws", path: string): string {
    return `${scheme}://${LOOPBACK}:${this.port}${path}`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private bind(port: number): Promise<void> {
    return new Promise((resolve, reject) => {
      this.server.once("error", reject);
      this.server.listen(port, LOOPBACK, () => {
        this.server.off("error", reject);
        this.server.on("error", () => {});
        resolve();
      });
    });
  }

  private serve(request: IncomingMessage, response: ServerResponse): void {
    const refusal = this.refusal(request);
    if (refusal) return refuse(response, refusal);
    const serve = this.posts.get(pathOf(request));
    if (!serve) return refuse(response, { status: 404, message: "No HTTP source listens here." });
    if (request.method !== "POST") return refuse(response, { status: 405, message: "Only POST makes an event.", headers: { allow: "POST" } });
    serve(request, response);
  }

  private upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on("error", () => {});
    const refusal = this.refusal(request) ?? (this.sockets.has(pathOf(request)) ? undefined : { status: 404, message: "No WebSocket gateway is here." });
    if (refusal) return void socket.end(`HTTP/1.1 ${refusal.status} ${STATUS_CODES[refusal.status]}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
    this.sockets.get(pathOf(request))?.(request, socket, head);
  }

  private refusal(request: IncomingMessage): Refusal | undefined {
    const { host, origin } = request.headers;
    if (host !== `${LOOPBACK}:${this.port}` && host !== `localhost:${this.port}`) return { status: 403, message: `Use http://${LOOPBACK}:${this.port}.` };
    if (origin !== undefined) return { status: 403, message: "Pages of the web are not let in." };
    if (tokensOf(request).some((token) => isSame(token, this.listening.token))) return undefined;
    return { status: 401, message: "The token is missing or wrong: Authorization: Bearer TOKEN, or ?token=TOKEN.", headers: { "www-authenticate": "Bearer" } };
  }
}

/** Answers with a reason, and takes no more of the request. */
export function refuse(response: ServerResponse, { status, message, headers }: Refusal): void {
  response.writeHead(status, { "content-type": "application/json", connection: "close", ...headers });
  response.end(JSON.stringify({ error: message }));
}

function pathOf({ url = "/" }: IncomingMessage): string {
  return url.split("?")[0] ?? "/";
}

/** Every token that a request offers. */
function tokensOf({ url = "/", headers }: IncomingMessage): string[] {
  const bearer = /^Bearer +(\S+)$/i.exec(headers.authorization ?? "")?.[1];
  const query = new URLSearchParams(url.split("?")[1] ?? "").get("token");
  const protocols = (headers["sec-websocket-protocol"] ?? "").split(",").map((word) => word.trim());
  const offered = protocols.filter((word) => word.startsWith(TOKEN_PROTOCOL)).map((word) => word.slice(TOKEN_PROTOCOL.length));
  return [...(bearer === undefined ? [] : [bearer]), ...(query === null ? [] : [query]), ...offered];
}

/** Takes the same time whatever differs. */
function isSame(one: string, other: string): boolean {
  const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}

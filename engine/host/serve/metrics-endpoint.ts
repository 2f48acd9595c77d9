import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { METRICS_TYPE } from "../metrics/exposition.ts";
import { listen } from "./listen.ts";
import { refuseBearer, type Gate } from "./gate.ts";
import { SECURITY_HEADERS } from "./security-headers.ts";
import { refuse } from "./static-files.ts";

/** Whether a request is for the metrics. */
export function isForMetrics({ url = "" }: IncomingMessage): boolean {
  return url.split("?", 1)[0] === "/metrics";
}

/** Answers a scrape: GET and HEAD, with the token. */
export async function serveMetrics(gate: Gate, metrics: () => Promise<string>, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const refusal = refuseBearer(gate, request);
  if (refusal?.status === 401) response.setHeader("www-authenticate", 'Bearer realm="spillway"');
  if (refusal) return refuse(response, refusal.status, refusal.message);
  if (request.method !== "GET" && request.method !== "HEAD") return refuse(response.setHeader("allow", "GET, HEAD"), 405, "Only GET and HEAD.");
  const text = await metrics();
  response.writeHead(200, { "content-type": METRICS_TYPE, "content-length": Buffer.byteLength(text), "cache-control": "no-store" });
  response.end(request.method === "HEAD" ? undefined : text);
}

/** A server of metrics alone, on loopback. Throws as {@link listen}. */
export async function serveMetricsAlone(options: { readonly port: number; readonly token: string; readonly metrics: () => Promise<string> }): Promise<{ readonly port: number; close(): Promise<void> }> {
  const server = createServer();
  const port = await listen(server, options.port, "--metrics-port");
  const gate: Gate = { port, token: options.token };
  server.on("request", (request, response) => {
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value);
    if (isForMetrics(request)) void serveMetrics(gate, options.metrics, request, response);
    else refuse(response, 404, "Only /metrics.");
  });
  return {
    port,
    async close() {
      await new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      });
    },
  };
}

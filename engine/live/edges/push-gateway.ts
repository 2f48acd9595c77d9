import { WebSocketServer, type WebSocket } from "ws";
import type { Envelope } from "../../core/event.ts";
import type { Plan } from "../../core/plan.ts";
import type { EndpointServer } from "./endpoint-server.ts";
import type { Outside } from "./outside.ts";

/** Bytes that may wait for a client; one that is further behind is dropped. */
export const MOST_WAITING_BYTES = 2 ** 20;
/** Subprotocol of the gateway, for clients that name their token in another one. */
export const EVENTS_PROTOCOL = "spillway-events";

/** Pushes events to the clients of a WebSocket endpoint (rule S3). */
export class PushGateway implements Outside {
  private readonly server = new WebSocketServer({
    noServer: true,
    maxPayload: 1024,
    handleProtocols: (offered) => (offered.has(EVENTS_PROTOCOL) ? EVENTS_PROTOCOL : false),
  });
  private readonly clients = new Set<WebSocket>();
  private droppedClients = 0;

  constructor(endpoints: EndpointServer, path: string) {
    endpoints.onSocket(path, (request, socket, head) => this.server.handleUpgrade(request, socket, head, (client) => this.add(client)));
  }

  get count(): number {
    return this.clients.size;
  }

  get dropped(): number {
    return this.droppedClients;
  }

  async reach(_event: unknown, envelope: Envelope): Promise<Plan> {
    const text = JSON.stringify(envelope);
    for (const client of this.clients) {
      if (client.readyState !== client.OPEN) continue;
      if (client.bufferedAmount + text.length > MOST_WAITING_BYTES) {
        this.droppedClients++;
        this.clients.delete(client);
        client.terminate();
      } else client.send(text, () => {});
    }
    return [];
  }

  close(): void {
    for (const client of this.clients) client.close(1001, "the run is over");
    this.server.close();
  }

  private add(client: WebSocket): void {
    this.clients.add(client);
    client.on("error", () => {});
    client.on("close", () => this.clients.delete(client));
  }
}

import type { RunClock } from "../../core/run-clock.ts";
import type { Place } from "../../core/wiring.ts";
import { messageOf } from "../../../design/errors.ts";
import type { LiveSource } from "../live-source.ts";
import { EndpointServer, refuse } from "./endpoint-server.ts";
import { HttpIntake } from "./http-intake.ts";
import type { Endpoint, Listening, Outside } from "./outside.ts";
import { PushGateway } from "./push-gateway.ts";
import { WebhookPoster } from "./webhook-poster.ts";

/** The real edges of a process's part of the flow (rules P6, S3): what listens on this machine, and what posts to others. */
export class Edges {
  private server: EndpointServer | undefined;
  private readonly gateways = new Map<Place, PushGateway>();
  private readonly posters = new Map<Place, WebhookPoster>();
  private readonly listening: (Endpoint & { readonly gateway?: PushGateway })[] = [];
  private port = 0;
  private told = "";

  constructor(
    private readonly clock: RunClock,
    private readonly how: Listening,
    private readonly approvedWebhooks: readonly string[],
    private readonly onError: (error: Error) => void,
  ) {}

  /** What a consumer does outside of the flow. */
  outside(place: Place): Outside | undefined {
    return this.gateways.get(place) ?? this.posters.get(place);
  }

  /** Opens what these consumers need. */
  async openConsumers(places: readonly Place[]): Promise<void> {
    for (const place of places) {
      const { node } = place;
      if (node?.kind === "webhook") this.posters.set(place, new WebhookPoster(() => (place.node?.kind === "webhook" ? place.node.settings : node.settings), this.approvedWebhooks, this.clock));
      if (node?.kind === "webSocketGateway") this.gateways.set(place, new PushGateway(this.needServer(), node.settings.path));
    }
    await this.listen();
    for (const [place, gateway] of this.gateways) this.add(place, "websocket", place.node?.kind === "webSocketGateway" ? place.node.settings.path : "/", gateway);
  }

  /** Opens what these sources need. */
  async openSources(sources: readonly LiveSource[]): Promise<void> {
    const fed = sources.filter(({ place }) => place.node?.kind === "httpSource");
    for (const source of fed) {
      const intake = new HttpIntake(source, this.clock);
      this.needServer().onPost(pathOf(source.place), (request, response) => {
        intake.serve(request, response).catch((error: unknown) => {
          this.onError(error instanceof Error ? error : new Error(messageOf(error)));
          if (!response.headersSent) refuse(response, { status: 503, message: "The event could not be taken." });
        });
      });
    }
    await this.listen();
    for (const { place } of fed) this.add(place, "http", pathOf(place));
  }

  /** Where it listens, when that or its clients have changed since it was asked last. */
  changed(): { port: number; endpoints: Endpoint[] } | undefined {
    const endpoints = this.listening.map(({ gateway, ...endpoint }) => (gateway ? { ...endpoint, clients: gateway.count, dropped: gateway.dropped } : endpoint));
    const text = JSON.stringify(endpoints);
    if (endpoints.length === 0 || text === this.told) return undefined;
    this.told = text;
    return { port: this.port, endpoints };
  }

  async close(): Promise<void> {
    for (const gateway of this.gateways.values()) gateway.close();
    await this.server?.close();
  }

  private needServer(): EndpointServer {
    return (this.server ??= new EndpointServer(this.how));
  }

  private async listen(): Promise<void> {
    if (this.server) this.port = await this.server.listen();
  }

  private add(place: Place, type: Endpoint["type"], path: string, gateway?: PushGateway): void {
    const url = this.server?.address(type === "http" ? "http" : "ws", path) ?? "";
    this.listening.push({ node: place.id, type, url, token: this.how.token, gateway });
  }
}

function pathOf({ node }: Place): string {
  return node?.kind === "httpSource" ? node.settings.path : "/";
}

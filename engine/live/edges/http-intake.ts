import type { IncomingMessage, ServerResponse } from "node:http";
import type { SettingsOf } from "../../../design/kinds/registry.ts";
import type { RunClock } from "../../core/run-clock.ts";
import { identityText } from "../../core/identity.ts";
import type { LiveSource } from "../live-source.ts";
import { refuse } from "./endpoint-server.ts";
import { postedEvent } from "./posted-event.ts";

/** Makes an event of each POST to an HTTP source (rule P6): intended when it arrived (E3), answered once its channels have it. */
export class HttpIntake {
  /** Requests that may still come in now: a bucket that fills at the limit and holds a second of it. */
  private tokens = Number.NaN;
  private filledMs = 0;

  constructor(
    private readonly source: LiveSource,
    private readonly clock: RunClock,
  ) {}

  async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const settings = this.source.place.node?.settings as SettingsOf<"httpSource">;
    if (this.isOverLimit(settings.limitPerSecond)) return refuse(response, { status: 429, message: `More than ${settings.limitPerSecond} requests a second.`, headers: { "retry-after": "1" } });
    if (this.clock.current.paused) return refuse(response, { status: 503, message: "The run is paused.", headers: { "retry-after": "1" } });
    const posted = await postedEvent(request);
    if ("status" in posted) return refuse(response, posted);
    const accepted = await this.source.accept(posted);
    if (!accepted) return refuse(response, { status: 503, message: "The source takes no more events." });
    if (!accepted.taken) return refuse(response, { status: 503, message: accepted.shed ? "Load is shed at the moment." : "The channel behind this source is full.", headers: { "retry-after": "1" } });
    response.writeHead(202, { "content-type": "application/json" });
    response.end(JSON.stringify({ id: identityText(accepted.event.high, accepted.event.low) }));
  }

  private isOverLimit(limit: number | undefined): boolean {
    if (limit === undefined) return false;
    const now = this.clock.now();
    const most = Math.max(1, limit);
    this.tokens = Number.isNaN(this.tokens) ? most : Math.min(most, this.tokens + ((now - this.filledMs) / 1000) * limit);
    this.filledMs = now;
    if (this.tokens < 1) return true;
    this.tokens--;
    return false;
  }
}

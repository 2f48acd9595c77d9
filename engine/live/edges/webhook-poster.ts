import { webAddress } from "../../../design/kinds/webhook.ts";
import type { SettingsOf } from "../../../design/kinds/registry.ts";
import type { Envelope } from "../../core/event.ts";
import type { Plan } from "../../core/plan.ts";
import type { RunClock } from "../../core/run-clock.ts";
import type { Outside } from "./outside.ts";
import { answerWords, post } from "./post.ts";

/** Answers that are worth another attempt, beside those from 500 on: time-out, too early, too many requests. */
const WORTH_ANOTHER: ReadonlySet<number> = new Set([408, 425, 429]);

/** Posts events as CloudEvents in structured mode to an address that was approved on this machine (rule S3). */
export class WebhookPoster implements Outside {
  constructor(
    private readonly settings: () => SettingsOf<"webhook">,
    private readonly approved: readonly string[],
    private readonly clock: RunClock,
  ) {}

  async reach(_event: unknown, envelope: Envelope, traceparent: string): Promise<Plan> {
    const { url, timeoutMs } = this.settings();
    const address = webAddress(url);
    if (address === null || !this.approved.includes(address)) return [failure(true, `${url} is not approved on this machine`)];
    const posted = await post({
      address,
      contentType: "application/cloudevents+json; charset=utf-8",
      headers: { traceparent, ...(envelope.tracestate !== undefined && { tracestate: envelope.tracestate }) },
      body: JSON.stringify(envelope),
      timeoutMs,
      speed: this.clock.current.speed,
    });
    if ("failure" in posted) return [failure(false, posted.failure)];
    if (posted.ok) return [{ do: "end", as: "delivered" }];
    return [failure(posted.status < 500 && !WORTH_ANOTHER.has(posted.status), answerWords(posted.status))];
  }
}

function failure(permanent: boolean, reason: string): Plan[number] {
  return { do: "fail", permanent, reason };
}

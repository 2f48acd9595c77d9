import { messageOf } from "../../../design/errors.ts";
import { webAddress } from "../../../design/kinds/webhook.ts";
import type { SettingsOf } from "../../../design/kinds/registry.ts";
import type { Envelope } from "../../core/event.ts";
import type { Plan } from "../../core/plan.ts";
import type { RunClock } from "../../core/run-clock.ts";
import type { Outside } from "./outside.ts";

/** Answers that are worth another attempt, beside those from 500 on: time-out, too early, too many requests. */
const WORTH_ANOTHER: ReadonlySet<number> = new Set([408, 425, 429]);

/**
 * Posts events as CloudEvents in structured mode to an address that was approved on this machine (rule S3). Redirects are not
 * followed: they would lead to an address that nobody approved.
 */
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
    try {
      const response = await fetch(address, {
        method: "POST",
        headers: { "content-type": "application/cloudevents+json; charset=utf-8", traceparent, ...(envelope.tracestate !== undefined && { tracestate: envelope.tracestate }) },
        body: JSON.stringify(envelope),
        redirect: "manual",
        signal: AbortSignal.timeout(Math.max(1, Math.round(timeoutMs / this.clock.current.speed))),
      });
      await response.body?.cancel();
      if (response.ok) return [{ do: "end", as: "delivered" }];
      const isPermanent = response.status < 500 && !WORTH_ANOTHER.has(response.status);
      return [failure(isPermanent, response.status >= 300 && response.status < 400 ? `answered ${response.status}: redirects are not followed` : `answered ${response.status}`)];
    } catch (error) {
      const isLate = error instanceof Error && error.name === "TimeoutError";
      return [failure(false, isLate ? `no answer within ${timeoutMs} ms` : `not reached: ${messageOf(error instanceof Error && error.cause !== undefined ? error.cause : error)}`)];
    }
  }
}

function failure(permanent: boolean, reason: string): Plan[number] {
  return { do: "fail", permanent, reason };
}

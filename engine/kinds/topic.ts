import type { TopicSettings } from "../../design/kinds/topic.ts";
import type { LogBehaviour } from "./behaviour.ts";

/**
 * A topic. What fails is tried again in place while its partition waits, as Spring Kafka's DefaultErrorHandler does it (10
 * attempts, no backoff); a group that gives an event up goes on behind it, and the topic keeps it all the same.
 */
export function topic(settings: TopicSettings): LogBehaviour {
  return {
    role: "log",
    settings,
    afterFailure: (edge, permanent, attempts) => (permanent || attempts >= edge.attempts ? "exhausted" : { retryAfterMs: edge.backoffMs }),
    exhausted: () => [{ do: "end", as: "failed" }],
  };
}

import { z } from "zod";
import { formatCount } from "../words/numbers.ts";
import { count, durationMs, share } from "./fields.ts";
import { defineKind, EVENT_IN } from "./kind.ts";

/** Posts events to an address that the user has approved (rule S3). */
export const webhook = defineKind({
  title: "Webhook",
  summary: "posts to an address",
  help:
    "In a live run each event is posted as a CloudEvent, but only to an address that you have approved on this machine: the approval is not in the " +
    "design. A success delivers the event; a failure is tried again by its queue, and after the last attempt leaves by failed. Redirects are not followed.",
  category: "outputs",
  role: "consumer",
  icon: "webhook",
  version: 1,
  migrations: [],
  settings: z.strictObject({
    url: z.string().max(2000).meta({ title: "Address", help: "http or https; each run asks whether it is approved." }).default("https://example.com/hook"),
    timeoutMs: durationMs({ title: "Time-out", help: "A post that takes longer has failed." }, { min: 1, max: 600_000 }).default(5000),
    attempts: count({ title: "Attempts", help: "How often an event is posted at most; a queue that is drawn before it may allow fewer.", unit: "attempts" }, { min: 1, max: 100 }).default(3),
    concurrency: count({ title: "Concurrency", help: "Posts on their way at once.", unit: "slots" }, { min: 1, max: 1000 }).default(10),
    expectedMs: durationMs({ title: "Expected time", help: "Forecasts only: how long a post takes on average (exponential)." }).default(100),
    expectedFailureRate: share({ title: "Expected failures", help: "Forecasts only: share of posts that fail and are tried again." }).default(0),
  }),
  ports: () => [EVENT_IN, { name: "failed", direction: "out", type: "event", label: "failed for good" }],
  check: ({ url }) => (webAddress(url) === null ? [{ severity: "error", path: ["url"], message: `"${withoutUser(url)}" is no address that events can be posted to: it begins with http:// or https://, without user and password.` }] : []),
  detail: (settings) => `${formatCount(settings.concurrency)} at once`,
  // The path may hold a token: what is shown to others and written into pictures is where it goes.
  gist: ({ url }) => /^https?:\/\/([^/?#]+)/i.exec(url)?.[1] ?? "",
});

/** An address in the form in which it is compared and approved; null when events cannot be posted there. */
export function webAddress(text: string): string | null {
  const match = /^(https?):\/\/([^/?#@\s]+)([^#\s]*)$/i.exec(text.trim());
  if (!match) return null;
  const [, scheme = "", host = "", rest = ""] = match;
  if (!/^(\[[0-9a-f:.]+\]|[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?)(:\d{1,5})?$/i.test(host)) return null;
  return `${scheme.toLowerCase()}://${host.toLowerCase()}${rest === "" ? "/" : rest}`;
}

/** A text that should be an address, without what may be a password: it is shown, and logged by who checks designs for others. */
function withoutUser(url: string): string {
  return url.replace(/\/\/[^/?#]*@/, "//…@");
}

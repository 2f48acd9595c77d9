import { hostOf } from "../../../design/words/alert-words.ts";
import type { AlertMessage } from "../../core/alerts/message.ts";
import type { Outcome } from "../../core/alerts/port.ts";
import { answerWords, post } from "../edges/post.ts";

/** The longest that a webhook may take to answer, ms on the wall clock: Alertmanager's own. */
const ANSWER_MS = 10_000;

/** Tells a webhook of an alert, where its address was approved on this machine (rules O6, S3); else nothing is sent. Only the host is said: a path may hold a token. */
export async function notifyWebhook(address: string, message: AlertMessage, approved: readonly string[]): Promise<Outcome> {
  const host = hostOf(address);
  if (!approved.includes(address)) return { result: "refused", note: `${host} is not approved on this machine: nothing was sent. If you trust it, approve it in the alert, or with --allow-webhook, before the next run.` };
  const posted = await post({ address, contentType: "application/json; charset=utf-8", body: JSON.stringify(message), timeoutMs: ANSWER_MS });
  if ("failure" in posted) return { result: "failed", note: `${host}: ${posted.failure}` };
  return { result: posted.ok ? "done" : "failed", note: `${host} ${answerWords(posted.status)}` };
}

import { messageOf } from "../../../design/errors.ts";

/** What is posted, and where: an address in the form in which it is approved. */
export interface Post {
  readonly address: string;
  readonly contentType: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
  /** How long an answer may take, ms of a clock that goes so many times as fast as the wall's. */
  readonly timeoutMs: number;
  readonly speed?: number;
}

/** The status that was answered, or why there is none, in words. */
export type Posted = { readonly status: number; readonly ok: boolean } | { readonly failure: string };

/**
 * Posts to an address that was approved on this machine, exactly as it is (rule S3); who calls has looked that up. Redirects are not followed: they would
 * lead to an address that nobody approved. Never rejects.
 */
export async function post({ address, contentType, headers, body, timeoutMs, speed = 1 }: Post): Promise<Posted> {
  try {
    const response = await fetch(address, { method: "POST", headers: { "content-type": contentType, ...headers }, body, redirect: "manual", signal: AbortSignal.timeout(Math.max(1, Math.round(timeoutMs / speed))) });
    await response.body?.cancel();
    return { status: response.status, ok: response.ok };
  } catch (error) {
    const isLate = error instanceof Error && error.name === "TimeoutError";
    return { failure: isLate ? `no answer within ${timeoutMs} ms` : `not reached: ${messageOf(error instanceof Error && error.cause !== undefined ? error.cause : error)}` };
  }
}

/** A status in words. */
export function answerWords(status: number): string {
  return status >= 300 && status < 400 ? `answered ${status}: redirects are not followed` : `answered ${status}`;
}

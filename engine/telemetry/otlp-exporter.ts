import { messageOf } from "../../design/errors.ts";
import type { OtlpSettings } from "./otlp-settings.ts";
import type { Span } from "./span.ts";

/** Spans that wait to be sent; more are dropped, so that a receiver that is away costs no more memory than these. */
const MOST_WAITING = 8192;
/** Spans of one request, and how long the first of them waits for others, ms. */
const BATCH = 512;
const BATCH_AFTER_MS = 500;
/** A batch is tried so often; the wait in between doubles from the first, ms. */
const TRIES = 4;
const FIRST_WAIT_MS = 500;
/** The longest wait that a receiver may ask for, ms. */
const MOST_WAIT_MS = 30_000;
/** Answers after which OTLP has the same batch sent again. */
const TRY_AGAIN: ReadonlySet<number> = new Set([429, 502, 503, 504]);

/** What became of the spans so far; for those dropped there was no room, or the receiver did not take them. */
export type ExportCounts = Readonly<Record<"sent" | "dropped", number>>;

/** Posts spans to an OTLP receiver, in batches, one at a time. Never throws and never waits for it: what cannot be sent is counted. */
export class OtlpExporter {
  private waiting: Span[] = [];
  private sent = 0;
  private dropped = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private sending: Promise<void> | undefined;
  private readonly closing = new AbortController();

  constructor(
    private readonly settings: OtlpSettings,
    private readonly encode: (spans: readonly Span[]) => string,
    /** Told the first time that a batch is lost, and why. */
    private readonly onLost: (why: string) => void,
  ) {}

  add(spans: readonly Span[]): void {
    const room = this.closing.signal.aborted ? 0 : Math.max(0, MOST_WAITING - this.waiting.length);
    for (const span of room < spans.length ? spans.slice(0, room) : spans) this.waiting.push(span);
    if (spans.length > room) this.lost(spans.length - room, "more come than it takes");
    if (this.waiting.length >= BATCH) this.flush();
    else if (this.waiting.length > 0 && this.timer === undefined) {
      this.timer = setTimeout(() => this.flush(), BATCH_AFTER_MS);
      this.timer.unref();
    }
  }

  counts(): ExportCounts {
    return { sent: this.sent, dropped: this.dropped };
  }

  /** Sends what waits; resolves when that is done or `patienceMs` are over, and then drops the rest. */
  async close(patienceMs: number): Promise<void> {
    this.flush();
    let timer: ReturnType<typeof setTimeout> | undefined;
    await Promise.race([this.sending, new Promise((resolve) => (timer = setTimeout(resolve, patienceMs)))]);
    clearTimeout(timer);
    this.closing.abort();
    await this.sending;
    if (this.waiting.length > 0) this.lost(this.waiting.splice(0).length, "the run is over");
  }

  private flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.sending ??= this.sendAll().finally(() => (this.sending = undefined));
  }

  private async sendAll(): Promise<void> {
    while (this.waiting.length > 0 && !this.closing.signal.aborted) {
      const batch = this.waiting.splice(0, BATCH);
      await this.send(batch);
    }
  }

  private async send(batch: readonly Span[]): Promise<void> {
    const body = this.encode(batch);
    let why = "";
    for (let attempt = 0; attempt < TRIES; attempt++) {
      const answer = await this.post(body);
      if (typeof answer === "number") {
        this.sent += batch.length - answer;
        if (answer > 0) this.lost(answer, "it rejected them");
        return;
      }
      ({ why } = answer);
      if (answer.isFinal || attempt === TRIES - 1 || !(await this.pause(answer.afterMs ?? FIRST_WAIT_MS * 2 ** attempt))) break;
    }
    this.lost(batch.length, why);
  }

  /** How many spans it rejected, or why it took none. */
  private async post(body: string): Promise<number | { why: string; isFinal: boolean; afterMs?: number }> {
    const { url, headers, timeoutMs } = this.settings;
    try {
      const signal = AbortSignal.any([this.closing.signal, AbortSignal.timeout(timeoutMs)]);
      const response = await fetch(url, { method: "POST", headers: { ...headers, "content-type": "application/json" }, body, redirect: "error", signal });
      if (!response.ok) {
        await response.body?.cancel();
        const seconds = Number(response.headers.get("retry-after") ?? Number.NaN);
        return { why: `it answered ${response.status}`, isFinal: !TRY_AGAIN.has(response.status), ...(seconds >= 0 && { afterMs: Math.min(seconds * 1000, MOST_WAIT_MS) }) };
      }
      return rejectedBy(await response.text());
    } catch (error) {
      const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
      return { why: `it was not reached: ${messageOf(cause)}`, isFinal: this.closing.signal.aborted };
    }
  }

  /** False when it is closed meanwhile. */
  private pause(ms: number): Promise<boolean> {
    const { signal } = this.closing;
    return new Promise((resolve) => {
      const timer = setTimeout(() => done(true), ms);
      timer.unref();
      const stop = (): void => done(false);
      function done(isOver: boolean): void {
        clearTimeout(timer);
        signal.removeEventListener("abort", stop);
        resolve(isOver);
      }
      if (signal.aborted) stop();
      else signal.addEventListener("abort", stop);
    });
  }

  private lost(count: number, why: string): void {
    const isFirst = this.dropped === 0;
    this.dropped += count;
    if (isFirst) this.onLost(why);
  }
}

/** Spans that a receiver says it rejected although it took the request (`partialSuccess`). */
function rejectedBy(answer: string): number {
  try {
    const { partialSuccess } = JSON.parse(answer) as { partialSuccess?: { rejectedSpans?: string | number } };
    return Number(partialSuccess?.rejectedSpans ?? 0) || 0;
  } catch {
    return 0;
  }
}

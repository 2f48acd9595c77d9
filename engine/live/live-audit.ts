import type { AuditReport } from "../contract/audit.ts";
import { AuditTrail, type AuditedPlace, type AuditEnd } from "../core/audit/trail.ts";
import { AGAIN, recordedEvents } from "../core/outcome.ts";
import { topicOf, type Place, type Wiring } from "../core/wiring.ts";
import type { AuditLog, AuditRecord, AuditStream } from "../redis/audit-log.ts";
import type { LogState } from "../redis/log-keys.ts";
import type { RunKeys } from "../redis/run-keys.ts";
import { channelKey } from "./outlet.ts";

/** The longest that closing an audit may take, ms. */
export const AUDITED_WITHIN_MS = 60_000;
/** Records are read no sooner than this, ms: a server that loses its newest writes takes back nothing that was counted. */
const LAG_MS = 10_000;
/** Between two looks, ms. */
const LOOK_MS = 1000;

/** A stream, and what a record in it says of its place. */
interface Followed {
  readonly stream: AuditStream;
  readonly take: (record: AuditRecord) => void;
}

/** Follows what the processes of a run record by id, and closes the audit: in the host, which outlives them (rule E4). */
export class LiveAudit {
  private readonly trail: AuditTrail;
  private readonly followed: readonly Followed[];
  private reading: Promise<void> = Promise.resolve();
  private nextMs = 0;

  constructor(
    private readonly wiring: Wiring,
    private readonly runKeys: RunKeys,
    private readonly log: AuditLog,
  ) {
    this.trail = new AuditTrail(wiring.places.map((place) => ({ id: place.id, is: whatIs(place), groups: place.groups })));
    this.followed = [
      ...wiring.sources.map((place) => ({ stream: log.ofSource(place.id), take: (record: AuditRecord) => this.emitted(place, record) })),
      ...wiring.keepers.flatMap((place) =>
        place.behaviour.role === "log"
          ? log.ofTopic(channelKey(place), topicOf(place).partitions).map((stream) => ({ stream, take: (record: AuditRecord) => this.inTopic(place, record) }))
          : [{ stream: log.ofQueue(channelKey(place)), take: (record: AuditRecord) => this.inQueue(place, record) }],
      ),
    ];
  }

  /** Takes over what was recorded long enough ago, so that Redis need not keep it to the end. */
  async follow(): Promise<void> {
    if (performance.now() < this.nextMs) return;
    this.nextMs = performance.now() + LOOK_MS;
    // Redis may be away: what was not read is read the next time.
    await this.read(LAG_MS).catch(() => {});
    this.nextMs = performance.now() + LOOK_MS;
  }

  /** Reads the rest, and says what was found. */
  async close(end: Omit<AuditEnd, "present">, topics: ReadonlyMap<Place, LogState>): Promise<AuditReport> {
    await this.read(0);
    const queues = this.wiring.keepers.filter(({ behaviour }) => behaviour.role !== "log");
    const present = new Map<number, readonly string[]>();
    for (const place of queues) present.set(place.index, await this.runKeys.present(channelKey(place), Number.MAX_SAFE_INTEGER));
    for (const [place, state] of topics) present.set(place.index, await this.runKeys.uncommittedIds(channelKey(place), state));
    return this.trail.report({ ...end, present });
  }

  private read(lagMs: number): Promise<void> {
    const reading = this.reading.catch(() => {}).then(() => this.readAll(lagMs));
    this.reading = reading;
    return reading;
  }

  private async readAll(lagMs: number): Promise<void> {
    for (const { stream, take } of this.followed) await this.log.read(stream, lagMs, take);
  }

  private emitted({ index }: Place, [, text = ""]: AuditRecord): void {
    for (const { event, children } of recordedEvents(text)) {
      this.trail.claimed(index, event);
      this.claimed(children);
    }
  }

  /** `event`, what happened, `jobId`, the id; then, of a job that finished, `returnvalue` or `failedReason` and the children, behind the reason in a line of their own. */
  private inQueue({ index }: Place, [, what, , id = "", , value = ""]: AuditRecord): void {
    switch (what) {
      case "added":
        return this.trail.put(index, id);
      case "completed":
      case "failed":
        this.trail.ended(index, id);
        return this.claimed(value.slice(value.lastIndexOf("\n") + 1));
      case "duplicated":
        return this.trail.countRecognised();
      case "stalled":
        return this.trail.countRedelivered();
    }
  }

  private inTopic({ index }: Place, [what, value = ""]: AuditRecord): void {
    if (what === "put") for (const id of value.split(" ")) this.trail.put(index, id);
    else if (what === "known") this.trail.countRecognised(Number(value));
    else
      for (const { event, children } of recordedEvents(value)) {
        this.trail.ended(index, event);
        this.claimed(children);
      }
  }

  /** Children by place and id: `3.e0123456789abcdef +3.e…`, the second of which is a duplicate. */
  private claimed(children: string): void {
    if (children === "") return;
    for (const child of children.split(" ")) {
      const isAgain = child.startsWith(AGAIN);
      const dot = child.indexOf(".");
      const [place, id] = [Number(child.slice(isAgain ? AGAIN.length : 0, dot)), child.slice(dot + 1)];
      this.trail.claimed(place, id);
      if (isAgain) this.trail.repeated(place, id);
    }
  }
}

function whatIs({ behaviour }: Place): AuditedPlace["is"] {
  return behaviour.role === "source" ? "source" : behaviour.role === "log" ? "topic" : "queue";
}

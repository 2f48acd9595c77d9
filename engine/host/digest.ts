import { mergeFrames } from "../contract/replay/merge-frames.ts";
import type { Frame } from "../contract/frame.ts";
import type { Mode, RunState } from "../contract/run.ts";
import type { Sample } from "../contract/sample.ts";
import type { RunListener } from "../core/executor.ts";

/** Frames that come faster after each other than this are not at the pace of a run, ms: a forecast is computed at once. */
const HURRIED_MS = 25;
/** Frames of a whole run that a screen can draw: as many as its charts remember. */
const MOST_FRAMES = 1000;
/** What is held back is told after this time at the latest, ms: the screen shows how far it is. */
const TELL_MS = 100;
/** Newest samples that are kept meanwhile, more than a screen lists, and how often they are told, ms. */
const MOST_SAMPLES = 4000;
const SAMPLES_EVERY_MS = 500;

/** Wall clock and timer, in ms. */
export interface DigestClock {
  now(): number;
  /** Calls once, unless it is cancelled by the returned function. */
  after(ms: number, action: () => void): () => void;
}

const WALL: DigestClock = {
  now: () => performance.now(),
  after(ms, action) {
    const timer = setTimeout(action, ms);
    return () => clearTimeout(timer);
  },
};

/**
 * Tells screens of a run no more than they can show. At the pace of a run everything passes at once; frames of a forecast that is computed at once are merged until
 * they are as far apart as a chart of the whole has points, and of samples the newest are kept. Nothing is held for long, and nothing past a change of phase.
 */
export class Digest {
  private isLive = true;
  private spacingMs: number | undefined;
  private heardAt = Number.NEGATIVE_INFINITY;
  private pending: Frame | undefined;
  private samples: Sample[] = [];
  private samplesToldAt = Number.NEGATIVE_INFINITY;
  private phase: RunState["phase"] | undefined;
  private isHurried = false;
  private cancel: (() => void) | undefined;

  constructor(
    private readonly to: RunListener,
    private readonly clock = WALL,
  ) {}

  /** Another run begins; `forMs` is how long its producers produce, ms of design time, where that is known. Live runs pass as they are. */
  begin(mode: Mode, forMs: number | null): void {
    this.flush();
    this.isLive = mode === "live";
    this.spacingMs = forMs === null ? undefined : forMs / MOST_FRAMES;
    this.heardAt = Number.NEGATIVE_INFINITY;
    this.phase = undefined;
    this.isHurried = false;
  }

  get listener(): RunListener {
    return {
      onFrame: (frame) => this.hear(frame),
      onSamples: (samples) => this.keep(samples),
      onState: (state) => {
        if (state.phase !== this.phase) this.flush();
        this.phase = state.phase;
        this.to.onState(state);
      },
      onNotice: (notice) => this.to.onNotice(notice),
    };
  }

  private hear(frame: Frame): void {
    const now = this.clock.now();
    this.isHurried = !this.isLive && now - this.heardAt < HURRIED_MS;
    this.heardAt = now;
    const merged = this.pending ? mergeFrames(this.pending, frame) : frame;
    // Of a run without an end so many are told until it is twice as long.
    if (!this.isHurried || merged.intervalMs >= (this.spacingMs ?? frame.atMs / MOST_FRAMES)) return this.tellFrame(merged);
    this.pending = merged;
    this.tellLater();
  }

  private keep(samples: Sample[]): void {
    if (!this.isHurried && this.samples.length === 0) {
      this.to.onSamples?.(samples);
      return;
    }
    this.samples.push(...samples);
    if (this.samples.length > 2 * MOST_SAMPLES) this.samples = this.samples.slice(-MOST_SAMPLES);
    this.tellLater();
  }

  private tellLater(): void {
    this.cancel ??= this.clock.after(TELL_MS, () => this.tell());
  }

  private tell(): void {
    this.cancel = undefined;
    if (this.pending) this.tellFrame(this.pending);
    if (this.samples.length === 0) return;
    if (this.clock.now() - this.samplesToldAt >= SAMPLES_EVERY_MS) this.tellSamples();
    else this.tellLater();
  }

  private flush(): void {
    this.cancel?.();
    this.cancel = undefined;
    if (this.pending) this.tellFrame(this.pending);
    if (this.samples.length > 0) this.tellSamples();
  }

  private tellSamples(): void {
    const newest = this.samples.slice(-MOST_SAMPLES);
    this.samples = [];
    this.samplesToldAt = this.clock.now();
    this.to.onSamples?.(newest);
  }

  private tellFrame(frame: Frame): void {
    this.pending = undefined;
    this.to.onFrame?.(frame);
  }
}

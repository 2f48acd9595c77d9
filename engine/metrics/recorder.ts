import type { Sample } from "../contract/sample.ts";
import { HistogramRecorder, type HistogramDelta } from "./histogram.ts";

/** What happened at one place (a node or an implicit queue) since the last flush. */
export interface PlaceDelta {
  readonly place: number;
  readonly in: number;
  readonly out: number;
  readonly errors: number;
  readonly retries: number;
  readonly stalls: number;
  /** What came or was done a second time, and what left for a dead letter (rule M1). */
  readonly duplicates: number;
  readonly deadLetters: number;
  readonly refused: number;
  /** Slot time that was busy, and that could have been, ms of design time. */
  readonly busyMs: number;
  readonly capacityMs: number;
  /** Reads that a cache answered itself, and those that it could not (rule S1). */
  readonly hits: number;
  readonly misses: number;
  readonly wait?: HistogramDelta;
  readonly service?: HistogramDelta;
  readonly endToEnd?: HistogramDelta;
}

/** What one process measured since it last told; merged by the host. */
export interface MetricsDelta {
  readonly places: PlaceDelta[];
  /** Edge index, count, failed count, duplicates, for each edge that was crossed. */
  readonly edges: number[];
  readonly samples: Sample[];
}

/** Counts and times what happens at one place. */
export class PlaceRecorder {
  in = 0;
  out = 0;
  errors = 0;
  retries = 0;
  stalls = 0;
  duplicates = 0;
  deadLetters = 0;
  refused = 0;
  busyMs = 0;
  capacityMs = 0;
  hits = 0;
  misses = 0;
  readonly wait = new HistogramRecorder();
  readonly service = new HistogramRecorder();
  readonly endToEnd = new HistogramRecorder();

  /** Whose waits and times of service are this one's too, event for event: they are recorded once. */
  timedAs: PlaceRecorder | undefined;

  flush(place: number): PlaceDelta {
    const delta: PlaceDelta = {
      place,
      in: this.in,
      out: this.out,
      errors: this.errors,
      retries: this.retries,
      stalls: this.stalls,
      duplicates: this.duplicates,
      deadLetters: this.deadLetters,
      refused: this.refused,
      busyMs: this.busyMs,
      capacityMs: this.capacityMs,
      hits: this.hits,
      misses: this.misses,
      wait: this.wait.flush(),
      service: this.service.flush(),
      endToEnd: this.endToEnd.flush(),
    };
    this.in = this.out = this.errors = this.retries = this.stalls = this.duplicates = this.deadLetters = this.refused = this.busyMs = this.capacityMs = this.hits = this.misses = 0;
    return delta;
  }
}

/** Samples kept between two flushes; more are dropped, because no screen can draw them. */
const MOST_SAMPLES = 4000;

/** Counts and times what happens, cheaply; made once per process and flushed with each frame. */
export class Recorder {
  readonly places: PlaceRecorder[];
  private readonly edgeCounts: Uint32Array;
  private readonly edgeFailures: Uint32Array;
  private readonly edgeDuplicates: Uint32Array;
  private samples: Sample[] = [];

  constructor(placeCount: number, edgeCount: number) {
    this.places = Array.from({ length: placeCount }, () => new PlaceRecorder());
    this.edgeCounts = new Uint32Array(edgeCount);
    this.edgeFailures = new Uint32Array(edgeCount);
    this.edgeDuplicates = new Uint32Array(edgeCount);
  }

  place(index: number): PlaceRecorder {
    return this.places[index] as PlaceRecorder;
  }

  crossed(edge: number, failed: boolean): void {
    this.edgeCounts[edge] = (this.edgeCounts[edge] as number) + 1;
    if (failed) this.edgeFailures[edge] = (this.edgeFailures[edge] as number) + 1;
  }

  /** What crossed an edge now, or is about to, had crossed it before (rule M1): it is counted at the place that it came to as well. */
  cameAgain(edge: number, place: number): void {
    this.edgeDuplicates[edge] = (this.edgeDuplicates[edge] as number) + 1;
    this.place(place).duplicates++;
  }

  sample(sample: Sample): void {
    if (this.samples.length < MOST_SAMPLES) this.samples.push(sample);
  }

  /** The samples since the last call or flush: told more often than the rest, because dots are seen. */
  takeSamples(): Sample[] {
    const { samples } = this;
    this.samples = [];
    return samples;
  }

  flush(): MetricsDelta {
    const edges: number[] = [];
    for (let edge = 0; edge < this.edgeCounts.length; edge++) {
      const count = this.edgeCounts[edge] as number;
      const duplicates = this.edgeDuplicates[edge] as number;
      if (count === 0 && duplicates === 0) continue;
      edges.push(edge, count, this.edgeFailures[edge] as number, duplicates);
      this.edgeCounts[edge] = 0;
      this.edgeFailures[edge] = 0;
      this.edgeDuplicates[edge] = 0;
    }
    const places = this.places.map((place, index) => place.flush(index));
    for (const [index, { timedAs }] of this.places.entries()) {
      if (!timedAs) continue;
      const { wait, service } = places[this.places.indexOf(timedAs)] as PlaceDelta;
      places[index] = { ...(places[index] as PlaceDelta), wait, service };
    }
    return { places, edges, samples: this.takeSamples() };
  }
}

import { area } from "./area.ts";

/** The dock's tab of metrics. */
export const dockMetricsWords = area("dockMetrics", {
  ledger: "Ledger",
  countLost: (count: string) => `${count} lost`,
  countUnsettled: (count: string) => `${count} unsettled`,
  eventsBetweenTwoCountersItCloses: "Events between two counters; it closes at a pause and at the end.",
  closesToTheEvent: "closes to the event",
  eventsThatAreGoneAlthoughNothingEnded: "Events that are gone although nothing ended them.",
  lost: "Lost",
  atClock: (clock: string) => `at ${clock}`,
  titleOverTime: (title: string | number) => `${title} over time`,
  runTheDesignToSeeItsThroughput: "Run the design to see its throughput, latency and queues here.",
  throughputDelivered: "Throughput, delivered",
  endToEndLatencyP95: "End-to-end latency p95",
  depthName: (name: string | number) => `Depth, ${name}`,
  depth: "Depth",
  rate: "Rate",
  rateIn: "Rate in",
  waitP95: "Wait p95",
  serviceP95: "Service p95",
  endToEndP95: "End to end p95",
  inFlight: "In flight",
  busy: "Busy",
  readsThatHit: "Reads that hit",
  replicas: "Replicas",
});

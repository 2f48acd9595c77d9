/** A metric as `/metrics` serves it. */
export interface MetricDefinition {
  readonly name: string;
  readonly type: "counter" | "gauge" | "summary";
  readonly help: string;
  readonly labels: readonly string[];
}

/** What tells one place from another: the id of a node, or that of the edge that an implicit queue stands on. */
const PLACE = ["node", "kind"] as const;

/**
 * Every metric of a run, by what it is here. Names follow Prometheus' conventions: base units, `_total` for what only grows. Times are design
 * time. `kind` is the node's kind, and {@link IMPLICIT_QUEUE} for the queue that an edge stands for.
 */
export const METRICS = {
  runInfo: { name: "spillway_run_info", type: "gauge", help: "The present or last run; always 1.", labels: ["run", "design", "mode"] },
  runActive: { name: "spillway_run_active", type: "gauge", help: "1 while the run goes on, 0 once it has ended.", labels: [] },
  runTime: { name: "spillway_run_time_seconds", type: "gauge", help: "Design time since the run began.", labels: [] },
  nodeInfo: { name: "spillway_node_info", type: "gauge", help: "What a node, or an implicit queue, is called and where it lives; always 1.", labels: [...PLACE, "name", "zone"] },
  events: { name: "spillway_events_total", type: "counter", help: "Events by what became of them at a node: received, sent, failed, retried, stalled, refused; duplicated ones came or were done a second time, dead_lettered ones left for a dead letter.", labels: [...PLACE, "outcome"] },
  edgeEvents: { name: "spillway_edge_events_total", type: "counter", help: "Events that went over an edge; failed ones did so as dead letters or after their last attempt.", labels: ["edge", "from", "to", "outcome"] },
  edgeRepeats: { name: "spillway_edge_duplicates_total", type: "counter", help: "Events that went over an edge a second time; there once there was one.", labels: ["edge", "from", "to"] },
  edgeDeadLetters: { name: "spillway_edge_dead_letters_total", type: "counter", help: "Events that went over an edge as dead letters; there once there was one.", labels: ["edge", "from", "to"] },
  depth: { name: "spillway_depth_events", type: "gauge", help: "Events that wait in a channel, or lie at an end.", labels: PLACE },
  inFlight: { name: "spillway_in_flight_events", type: "gauge", help: "Events held in slots.", labels: PLACE },
  slots: { name: "spillway_slots", type: "gauge", help: "Slots that could be busy now.", labels: PLACE },
  replicas: { name: "spillway_replicas", type: "gauge", help: "Replicas of a consumer, as set in the design, by its autoscaler or by an alert.", labels: PLACE },
  utilization: { name: "spillway_utilization_ratio", type: "gauge", help: "Share of slot time that was busy in the last second, 0 to 1.", labels: PLACE },
  wait: { name: "spillway_wait_seconds", type: "summary", help: "Time that events waited in a channel; quantiles over the last 5 s.", labels: PLACE },
  service: { name: "spillway_service_seconds", type: "summary", help: "Time that events were served for; quantiles over the last 5 s.", labels: PLACE },
  endToEnd: { name: "spillway_end_to_end_seconds", type: "summary", help: "From the intended emission at the source to the arrival at this end; quantiles over the last 5 s.", labels: PLACE },
  runEndToEnd: { name: "spillway_run_end_to_end_seconds", type: "summary", help: "From the intended emission to the arrival, over all ends; quantiles over the last 5 s.", labels: [] },
  lag: { name: "spillway_group_lag_events", type: "gauge", help: "Events of a topic's partition that a consumer group has not committed.", labels: ["node", "group", "partition"] },
  hitRatio: { name: "spillway_cache_hit_ratio", type: "gauge", help: "Share of reads that a cache answered itself in the last second, 0 to 1.", labels: PLACE },
  breaker: { name: "spillway_circuit_breaker_callers", type: "gauge", help: "Calling replicas by the state of their circuit breaker: closed, open, half_open.", labels: [...PLACE, "state"] },
  ledger: { name: "spillway_ledger_events_total", type: "counter", help: "Lines of the conservation ledger; reason is that of dropped events.", labels: ["line", "reason"] },
  ledgerInFlight: { name: "spillway_ledger_in_flight_events", type: "gauge", help: "Events that have not ended yet.", labels: [] },
  ledgerUnsettled: { name: "spillway_ledger_unsettled_events", type: "gauge", help: "What the ledger's sides differ by; not 0 only while events are between two counters, or when some were lost.", labels: [] },
  lost: { name: "spillway_lost_events", type: "gauge", help: "Events that Redis no longer has although nothing ended them.", labels: [] },
  sloMet: { name: "spillway_slo_met", type: "gauge", help: "1 while an SLO is met, 0 while it is not.", labels: ["slo", "name"] },
  sloValue: { name: "spillway_slo_value", type: "gauge", help: "What was measured for an SLO: seconds, events, events per second, or a share from 0 to 1.", labels: ["slo", "name"] },
  sloTarget: { name: "spillway_slo_target", type: "gauge", help: "What an SLO is held against, in the same unit.", labels: ["slo", "name"] },
  alertsFiring: { name: "spillway_alerts_firing", type: "gauge", help: "1 for an alert of the design that fires now, 0 for one that does not.", labels: ["alert", "name"] },
  alertsFired: { name: "spillway_alerts_fired_total", type: "counter", help: "How often an alert of the design took its actions; there once it did.", labels: ["alert", "name"] },
  alertActions: { name: "spillway_alert_actions_total", type: "counter", help: "Actions that alerts of the design took, by what became of them: done, unchanged, refused, failed.", labels: ["alert", "action", "result"] },
  processCpu: { name: "spillway_process_cpu_ratio", type: "gauge", help: "Processor time of a process of the run in the last second, 1 for a whole core.", labels: ["process"] },
  processMemory: { name: "spillway_process_memory_bytes", type: "gauge", help: "Memory of a process of the run.", labels: ["process"] },
  processLoopDelay: { name: "spillway_process_event_loop_delay_seconds", type: "gauge", help: "How late the event loop of a process runs, p99 over the last second.", labels: ["process"] },
  redisConnected: { name: "spillway_redis_connected", type: "gauge", help: "Whether Redis answers: 1 or 0.", labels: [] },
  redisMemory: { name: "spillway_redis_memory_bytes", type: "gauge", help: "Memory that Redis uses.", labels: [] },
  redisOperations: { name: "spillway_redis_operations_per_second", type: "gauge", help: "Commands that Redis executes.", labels: [] },
  redisCpu: { name: "spillway_redis_cpu_ratio", type: "gauge", help: "Processor time of the thread of Redis that carries out commands, 1 for all of its core.", labels: [] },
  redisAnswer: { name: "spillway_redis_answer_seconds", type: "gauge", help: "How long Redis took to answer the engine's last question.", labels: [] },
  saturated: { name: "spillway_saturated", type: "gauge", help: "1 for what cannot keep up, so that measured times may be the machine's rather than the design's.", labels: ["what"] },
  spans: { name: "spillway_spans_total", type: "counter", help: "Spans of traces for an OTLP receiver: sent to it, or dropped.", labels: ["outcome"] },
} as const satisfies Record<string, MetricDefinition>;

export type MetricKey = keyof typeof METRICS;

/** The kind of the queue that an edge from an emitter to a consumer stands for. */
export const IMPLICIT_QUEUE = "implicitQueue";

/** Quantiles of summaries; 1 is the maximum. */
export const QUANTILES = ["0.5", "0.95", "0.99", "1"] as const;

import type { KindType } from "../../kinds/registry.ts";
import type { Slo } from "../../document/schema.ts";
import type { Topology } from "../../topology/topology.ts";
import type { LossReport } from "../target.ts";
import { IMPLICIT_QUEUE } from "./metrics.ts";
import { aggregate, combine, compare, duration, over, series, type Query } from "./query.ts";
import { resolveAlert } from "../../alerts/resolve.ts";
import { conditionWords, measureWords } from "../../words/alert-words.ts";
import { alertQuery } from "./alert-query.ts";
import { MISSED_BY, sloQuery } from "./slo-query.ts";

/** An alerting rule (prometheus.io/docs/prometheus/latest/configuration/alerting_rules). */
export interface AlertRule {
  readonly alert: string;
  readonly expr: string;
  readonly for?: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

export interface RuleFile {
  readonly groups: readonly { readonly name: string; readonly rules: readonly AlertRule[] }[];
}

export interface RuleOptions {
  /** How long something must hold that has no time of its own, ms. */
  readonly forMs: number;
  /** What more than this lies in a channel is worth a word. */
  readonly depth: number;
}

type Severity = "critical" | "warning" | "info";

/** How far rules look back, ms. */
const LOOK_BACK_MS = 120_000;
/** A consumer that is busier than this has no time left for a peak. */
const SATURATED = 0.9;

/** The rules of a design: its SLOs, its alerts, and what goes wrong in systems like it. What it has not drawn is not watched. */
export function rulesOf(topology: Topology, options: RuleOptions, losses: LossReport): RuleFile {
  const slos = topology.slos.map((slo) => sloRule(slo, topology, options, losses));
  const groups = [
    { name: "spillway-slos", rules: slos },
    { name: "spillway-alerts", rules: alertRules(topology, losses) },
    { name: "spillway-flow", rules: flowRules(topology, options) },
    { name: "spillway-machine", rules: machineRules(options) },
  ];
  return { groups: groups.filter(({ rules }) => rules.length > 0) };
}

function sloRule(slo: Slo, topology: Topology, { forMs }: RuleOptions, losses: LossReport): AlertRule {
  const { measured, target } = sloQuery(slo, topology, losses);
  return rule("SpillwaySloMissed", compare(measured, MISSED_BY[slo.op], target), slo.forMs ?? forMs, "critical", {
    labels: { slo: slo.id },
    summary: `${literally(slo.name)} is missed.`,
    description: `{{ $value }} was measured; it must be ${slo.op} ${target}.`,
  });
}

/** The design's own alerts (rule O6); what they do is nothing that Prometheus does. */
function alertRules(topology: Topology, losses: LossReport): AlertRule[] {
  return (topology.design.alerts ?? []).flatMap((alert): AlertRule[] => {
    const { condition, forMs, measures } = resolveAlert(alert);
    if (alert.enabled === false) {
      losses.setting(alert, "enabled", false, "An alert that is off is no rule.", "Turn it on, or add the rule where it is deployed.");
      return [];
    }
    if (measures.length > 0)
      // Addresses of webhooks may hold tokens.
      losses.setting(alert, "actions", measures.map((measure) => measureWords(measure, topology.design)), "Prometheus tells, and does nothing itself.", "Route the alert in Alertmanager to who does it; queue consumers are scaled by KEDA, as the Kubernetes export has it.");
    if (alert.cooldownMs !== undefined) losses.setting(alert, "cooldownMs", alert.cooldownMs, "How often an alert is told again is Alertmanager's matter.", "Set repeat_interval of its route.");
    const slo = condition.type === "slo" ? topology.slos.find(({ id }) => id === condition.slo) : undefined;
    const query = alertQuery(alert, condition, topology, losses);
    return [
      rule("SpillwayAlert", query, Math.max(forMs, slo?.forMs ?? 0), "warning", {
        labels: { spillway_alert: alert.id },
        summary: `${literally(alert.name || alert.id)} fires.`,
        description: `${literally(conditionWords(condition, topology.design, forMs))}: {{ $value }} now.`,
      }),
    ];
  });
}

function flowRules(topology: Topology, { forMs, depth }: RuleOptions): AlertRule[] {
  const kinds = new Set<KindType>([...topology.services.map(({ node }) => node.kind), ...topology.ends.map(({ kind }) => kind), ...topology.steps.map(({ node }) => node.kind)]);
  const queues = series("depth", { kind: ["queue", IMPLICIT_QUEUE] });
  const lag = (of: Query): Query => aggregate("sum", of, ["node", "group"]);
  const rules: AlertRule[] = [];
  if (topology.queues.length > 0)
    rules.push(
      rule("SpillwayQueueGrowing", combine(compare(queues, ">", depth), "and", compare(over("deriv", queues, LOOK_BACK_MS), ">", 0)), forMs, "warning", {
        summary: "{{ $labels.node }} grows faster than its consumers take from it.",
        description: "{{ $value }} events wait. Add replicas or concurrency, or find out why the work takes longer.",
      }),
    );
  if (kinds.has("consumer"))
    rules.push(
      rule("SpillwayConsumerSaturated", compare(series("utilization", { kind: "consumer" }), ">", SATURATED), forMs, "warning", {
        summary: "{{ $labels.node }} has hardly a free slot.",
        description: "It is busy {{ $value | humanizePercentage }} of its time: any peak now waits in its queue. Add replicas or concurrency.",
      }),
    );
  if (topology.topics.some(({ readers }) => readers.length > 0))
    rules.push(
      rule("SpillwayGroupFallsBehind", combine(compare(lag(series("lag")), ">", depth), "and", compare(lag(over("deriv", series("lag"), LOOK_BACK_MS)), ">", 0)), forMs, "warning", {
        summary: "Group {{ $labels.group }} falls behind on {{ $labels.node }}.",
        description: "It is {{ $value }} events behind, and that grows. Add members up to the number of partitions.",
      }),
    );
  if (kinds.has("deadLetter"))
    rules.push(
      rule("SpillwayDeadLetters", compare(over("increase", series("events", { kind: "deadLetter", outcome: "received" }), LOOK_BACK_MS), ">", 0), 0, "warning", {
        summary: "Events come to {{ $labels.node }}.",
        description: "They failed for good, or expired. Look at one, mend what failed, and redrive them.",
      }),
    );
  if (kinds.has("circuitBreaker"))
    rules.push(
      rule("SpillwayCircuitOpen", compare(series("breaker", { state: "open" }), ">", 0), 0, "warning", {
        summary: "{{ $labels.node }} is open.",
        description: "{{ $value }} callers have given up calling for now: what is behind it fails too often.",
      }),
    );
  rules.push(
    rule("SpillwayEventsLost", compare(series("lost"), ">", 0), 0, "critical", { summary: "Redis no longer has {{ $value }} events.", description: "Nothing ended them: they were lost with a server or a failover." }),
    rule("SpillwayLedgerOpen", compare(series("ledgerUnsettled"), "!=", 0), LOOK_BACK_MS, "critical", { summary: "The ledger does not close.", description: "{{ $value }} more events were made than are accounted for." }),
  );
  return rules;
}

function machineRules({ forMs }: RuleOptions): AlertRule[] {
  return [
    rule("SpillwayRedisAway", compare(series("redisConnected"), "==", 0), 0, "critical", { summary: "Redis does not answer.", description: "Nothing moves until it does." }),
    rule("SpillwayLoopLate", compare(series("processLoopDelay"), ">", 0.1), forMs, "info", {
      summary: "{{ $labels.process }} runs late.",
      description: "Its event loop is {{ $value | humanizeDuration }} late: measured times may be the machine's rather than the design's.",
    }),
  ];
}

interface Told {
  readonly labels?: Readonly<Record<string, string>>;
  readonly summary: string;
  readonly description: string;
}

function rule(alert: string, expr: Query, forMs: number, severity: Severity, { labels = {}, summary, description }: Told): AlertRule {
  return { alert, expr: expr.text, ...(forMs > 0 && { for: duration(forMs) }), labels: { severity, ...labels }, annotations: { summary, description } };
}

/** A text of the design in an annotation, which Prometheus takes for a Go template. */
export function literally(text: string): string {
  return text.replaceAll("{{", '{{ "{{" }}');
}

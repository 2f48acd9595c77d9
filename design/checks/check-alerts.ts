import type { Alert } from "../alerts/alert.ts";
import { ALERT_METRICS, type AlertMetric, type AlertMetricDefinition } from "../alerts/metrics.ts";
import { metricsOf } from "../alerts/metric-words.ts";
import { resolveAlert, type AlertCondition, type AlertMeasure } from "../alerts/resolve.ts";
import { displayName, nounOf, withArticle } from "../document/display-name.ts";
import type { Design, DesignEdge, DesignNode } from "../document/schema.ts";
import { settingsOf } from "../document/settings.ts";
import { LOCAL_ZONE } from "../graph/local-zone.ts";
import { SCALER_PORT } from "../kinds/autoscaler.ts";
import { webAddress } from "../kinds/webhook.ts";
import type { Problem, ProblemCode } from "../problem.ts";
import { formatDuration } from "../words/time-units.ts";
import { factsOf } from "./node-facts.ts";

type Nodes = ReadonlyMap<string, DesignNode>;
type Found = { readonly severity?: "warning"; readonly code?: ProblemCode; readonly path: readonly (string | number)[]; readonly message: string };

/** Kinds whose events can be shed: what emits, and what keeps events. */
const SHEDDABLE: ReadonlySet<string> = new Set(["producer", "schedule", "httpSource", "queue", "topic"]);
/** A back-off of a replica or a process that was restarted before, ms (rule O2). */
const BACK_OFF_MS = 10_000;
/** Metrics are smoothed over a second. */
const SMOOTHED_MS = 1000;
/** Metrics of which a moment says little. */
const QUEUEING: ReadonlySet<AlertMetric> = new Set(["depth", "inFlight", "waitMs", "endToEndMs"]);
/** Slots that a consumer may have. */
const MOST_SLOTS = 10_000;

/** What is wrong with the alerts of a design, and with what they would do (rule O6). */
export function checkAlerts(design: Design, edges: readonly DesignEdge[], nodes: Nodes): Problem[] {
  return (design.alerts ?? []).flatMap((alert, index) => {
    const { condition, measures } = resolveAlert(alert);
    const found = [
      ...conditionProblems(condition, design, nodes).map((each) => ({ ...each, path: ["when", condition.type, ...each.path] })),
      ...measures.flatMap((measure, n) => measureProblems(measure, design, edges, nodes).map((each) => ({ ...each, path: ["actions", n, measure.type, ...each.path] }))),
      ...nervous(alert, condition),
      ...flapping(alert, measures),
    ];
    return found.map(({ severity, code = "alert", path, message }): Problem => ({ severity: severity ?? "error", code, message: `The alert ${alert.name || alert.id} ${message}`, path: ["alerts", index, ...path] }));
  });
}

function conditionProblems(condition: AlertCondition, { slos }: Design, nodes: Nodes): Found[] {
  if (condition.type === "slo") return slos?.some(({ id }) => id === condition.slo) ? [] : [{ code: "unknown-reference", path: [], message: `waits for an SLO "${condition.slo}" that does not exist.` }];
  const node = nodes.get(condition.node);
  if (!node) return [{ code: "unknown-reference", path: ["node"], message: `looks at a node "${condition.node}" that does not exist.` }];
  const definition: AlertMetricDefinition = ALERT_METRICS[condition.metric];
  const has = metricsOf(node);
  const found: Found[] = [];
  if (!has.includes(condition.metric)) {
    const instead = has.length === 0 ? "nothing of it is measured" : `choose one of ${has.join(", ")}`;
    found.push({ path: ["metric"], message: `looks at the ${definition.noun} of ${displayName(node)}, and ${withNoun(node)} has none: ${instead}.` });
  } else if (condition.percentile !== undefined && !definition.timed) {
    found.push({ path: ["percentile"], message: `asks for a percentile of the ${definition.noun}: only times have one. Leave it out.` });
  }
  if (condition.type === "threshold" && definition.unit === "share" && (condition.value < 0 || condition.value > 1)) {
    found.push({ path: ["value"], message: `compares the ${definition.noun} with ${condition.value}: it is a share from 0 to 1.` });
  }
  if (condition.type === "threshold" && condition.direction === "below" && condition.value <= 0) {
    found.push({ severity: "warning", path: ["value"], message: `never fires: the ${definition.noun} is never below ${condition.value}.` });
  }
  return found;
}

function measureProblems(measure: AlertMeasure, design: Design, edges: readonly DesignEdge[], nodes: Nodes): Found[] {
  switch (measure.type) {
    case "scale":
      return onNode(measure.node, "scales", nodes, (node) => scaleProblems(measure, node, edges, nodes));
    case "restart":
      return "zone" in measure.target ? zoneProblems(measure.target.zone, design) : onNode(measure.target.node, "restarts", nodes, (node) => (node.kind === "consumer" ? [] : [{ path: ["node"], message: `restarts ${displayName(node)}, ${withNoun(node)}: only consumers have replicas. Restart one, or a zone.` }]));
    case "openBreaker":
      return onNode(measure.node, "opens", nodes, (node) => (node.kind === "circuitBreaker" ? [] : [{ path: ["node"], message: `opens ${displayName(node)}, ${withNoun(node)}: choose a circuit breaker.` }]));
    case "shed":
      return onNode(measure.node, "sheds at", nodes, (node) => [
        ...(SHEDDABLE.has(node.kind) ? [] : [{ path: ["node"], message: `sheds events of ${displayName(node)}, ${withNoun(node)}: choose a producer, a schedule, an HTTP source, a queue or a topic.` }]),
        ...(measure.share > 0 ? [] : [{ path: ["share"], message: "sheds nothing: the share is 0 %." }]),
      ]);
    case "notify": {
      const { target } = measure;
      if ("node" in target) return onNode(target.node, "notifies", nodes, (node) => (node.kind === "webhook" ? [] : [{ path: ["node"], message: `notifies ${displayName(node)}, ${withNoun(node)}: choose a webhook, or give an address.` }]));
      return webAddress(target.url) === null ? [{ path: ["url"], message: "notifies what is no address that can be posted to: it begins with http:// or https://, without user and password." }] : [];
    }
  }
}

function scaleProblems({ by, to, min, max }: Extract<AlertMeasure, { type: "scale" }>, node: DesignNode, edges: readonly DesignEdge[], nodes: Nodes): Found[] {
  if (node.kind !== "consumer") return [{ path: ["node"], message: `scales ${displayName(node)}, ${withNoun(node)}: only consumers have replicas.` }];
  const governor = edges.find((edge) => edge.to.node === node.id && edge.to.port === SCALER_PORT);
  const name = displayName(nodes.get(governor?.from.node ?? "") ?? { id: "" });
  if (governor) return [{ path: ["node"], message: `scales ${displayName(node)}, which ${name} governs: two controllers would undo each other's work. Take the autoscaler or this action away.` }];
  if (factsOf(node).ports === null) return [];
  const { concurrency, replicas } = settingsOf(node, "consumer");
  const most = to ?? max;
  const found: Found[] = [];
  if (by === 0) found.push({ path: ["by"], message: `scales ${displayName(node)} by 0 replicas, which changes nothing.` });
  if (min > max) found.push({ path: ["min"], message: `scales ${displayName(node)} to at least ${min} and at most ${max} replicas.` });
  if (most * concurrency > MOST_SLOTS) found.push({ path: ["max"], message: `scales ${displayName(node)} to ${most} replicas with ${most * concurrency} slots, and 10,000 are the most.` });
  if ((by ?? 0) > 0 && max <= replicas) found.push({ severity: "warning", path: ["max"], message: `never adds a replica to ${displayName(node)}, which has ${replicas} and may have ${max} at most.` });
  return found;
}

function zoneProblems(zone: string, { nodes, zones }: Design): Found[] {
  if (zone !== LOCAL_ZONE && !zones?.some(({ id }) => id === zone)) return [{ code: "unknown-reference", path: ["zone"], message: `restarts a zone "${zone}" that does not exist.` }];
  if (nodes.some((node) => (node.zone ?? LOCAL_ZONE) === zone && node.kind === "consumer")) return [];
  return [{ severity: "warning", path: ["zone"], message: `restarts a zone without a consumer: nothing runs there.` }];
}

/** What waits, and for how long, is far from normally distributed: any busy moment is outside of a band. */
function nervous({ forMs = 0 }: Alert, condition: AlertCondition): Found[] {
  if (condition.type !== "anomaly" || forMs >= SMOOTHED_MS || !QUEUEING.has(condition.metric)) return [];
  return [{ severity: "warning", path: ["forMs"], message: `fires whenever there is a little more to do: a queue's length and its waits come in bursts. Let it hold for ${formatDuration(SMOOTHED_MS)} or longer, look at the arrivals instead, or use a threshold.` }];
}

/** Actions that follow each other so quickly that none is over, or has shown its effect, before the next. */
function flapping({ cooldownMs, forMs = 0, enabled }: Alert, measures: readonly AlertMeasure[]): Found[] {
  if (cooldownMs === undefined || measures.length === 0 || enabled === false) return [];
  const warn = (message: string): Found[] => [{ severity: "warning", path: ["cooldownMs"], message }];
  if (measures.some(({ type }) => type === "restart") && cooldownMs < BACK_OFF_MS) return warn(`may restart again after ${formatDuration(cooldownMs)}, before what it restarted is back: that takes ${formatDuration(BACK_OFF_MS)} from the second time on. Give it a longer cooldown.`);
  if (cooldownMs + forMs < SMOOTHED_MS) return warn(`may act again after ${formatDuration(cooldownMs)}, and what it looks at is smoothed over ${formatDuration(SMOOTHED_MS)}: it would act on what its own action has not yet changed. Give it a longer cooldown.`);
  return [];
}

function onNode(id: string, does: string, nodes: Nodes, check: (node: DesignNode) => Found[]): Found[] {
  const node = nodes.get(id);
  return node ? check(node) : [{ code: "unknown-reference", path: ["node"], message: `${does} a node "${id}" that does not exist.` }];
}

/** `a queue`: what a node is. */
function withNoun({ kind }: DesignNode): string {
  return withArticle(nounOf(kind));
}

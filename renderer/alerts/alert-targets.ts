import type { AlertAction } from "../../design/alerts/alert.ts";
import { displayName } from "../../design/document/display-name.ts";
import type { Design, DesignNode } from "../../design/document/schema.ts";
import { LOCAL_ZONE } from "../../design/graph/local-zone.ts";
import { SCALER_PORT } from "../../design/kinds/autoscaler.ts";
import type { SelectOption } from "../ui/select.tsx";
import { alertsWords as words } from "../words/alerts.ts";
import { zoneName } from "../workers/zone-control.ts";

export const ACTION_TYPES = ["scale", "restart", "openBreaker", "shed", "notify"] as const;
export type ActionType = (typeof ACTION_TYPES)[number];

/** Kinds whose events can be shed, what emits first. */
const SHEDDABLE = ["producer", "schedule", "httpSource", "queue", "topic"];
const ZONE = "zone:";
/** The target of a notice that goes to an address rather than to a webhook of the design. */
const ADDRESS = "(address)";

/** What an action is. */
export function typeOf(action: AlertAction): ActionType {
  return ACTION_TYPES.find((type) => action[type] !== undefined) ?? "notify";
}

/** Consumers that no autoscaler governs. */
export function scalableIn({ nodes, edges }: Design): DesignNode[] {
  const governed = new Set(edges.filter(({ to }) => to.port === SCALER_PORT).map(({ to }) => to.node));
  return nodes.filter(({ id, kind }) => kind === "consumer" && !governed.has(id));
}

/** Nodes whose events can be shed: sources first, in the design's order. */
export function sheddableIn({ nodes }: Design): DesignNode[] {
  return SHEDDABLE.flatMap((kind) => nodes.filter((node) => node.kind === kind));
}

/** The circuit breakers of a design, the chosen one first. */
export function breakersOf({ nodes }: Design, chosen?: DesignNode): DesignNode[] {
  const all = nodes.filter(({ kind }) => kind === "circuitBreaker");
  return chosen?.kind === "circuitBreaker" ? [chosen, ...all.filter(({ id }) => id !== chosen.id)] : all;
}

/** What an action of a type can be done to, by a text that {@link withTarget} reads. */
export function targetsFor(type: ActionType, design: Design): SelectOption<string>[] {
  const option = (node: DesignNode): SelectOption<string> => ({ value: node.id, label: displayName(node) });
  switch (type) {
    case "scale":
      return scalableIn(design).map(option);
    case "restart": {
      const consumers = design.nodes.filter(({ kind }) => kind === "consumer");
      const zones = [...new Set(consumers.map(({ zone }) => zone ?? LOCAL_ZONE))];
      return [...consumers.map(option), ...zones.map((zone) => ({ value: `${ZONE}${zone}`, label: words.zoneOption(zoneName(design, zone)) }))];
    }
    case "openBreaker":
      return breakersOf(design).map(option);
    case "shed":
      return sheddableIn(design).map(option);
    case "notify":
      return [{ value: ADDRESS, label: words.address }, ...design.nodes.filter(({ kind }) => kind === "webhook").map(option)];
  }
}

/** The target of an action as {@link targetsFor} writes it. */
export function targetOf({ scale, restart, openBreaker, shed, notify }: AlertAction): string {
  if (restart) return restart.node ?? `${ZONE}${restart.zone ?? ""}`;
  return scale?.node ?? openBreaker?.node ?? shed?.node ?? notify?.node ?? ADDRESS;
}

/** The action on another target; what else is set of it stays. */
export function withTarget(action: AlertAction, target: string): AlertAction {
  if (action.restart) return { restart: target.startsWith(ZONE) ? { zone: target.slice(ZONE.length) } : { node: target } };
  if (action.notify) return { notify: target === ADDRESS ? { url: "https://" } : { node: target } };
  if (action.scale) return { scale: { ...action.scale, node: target } };
  if (action.openBreaker) return { openBreaker: { ...action.openBreaker, node: target } };
  return action.shed ? { shed: { ...action.shed, node: target } } : action;
}

/** An action of a type as it begins; undefined where the design has nothing that it can be done to. */
export function freshAction(type: ActionType, design: Design): AlertAction | undefined {
  const [first] = targetsFor(type, design);
  if (first === undefined) return undefined;
  const node = first.value;
  switch (type) {
    case "scale":
      return { scale: { node, by: 1 } };
    case "restart":
      return withTarget({ restart: {} }, node);
    case "openBreaker":
      return { openBreaker: { node, forMs: 10_000 } };
    case "shed":
      return { shed: { node, share: 0.2, forMs: 10_000 } };
    case "notify":
      return withTarget({ notify: {} }, node);
  }
}

import type { Zone } from "../document/schema.ts";
import type { Topology } from "../topology/topology.ts";
import { DNS_LABEL } from "./names.ts";
import type { LossReport } from "./target.ts";

/** Kubernetes' well-known labels of nodes. */
const LABELS = { zone: "topology.kubernetes.io/zone", region: "topology.kubernetes.io/region", host: "kubernetes.io/hostname" } as const;

/** The label of nodes that a zone is a value of. */
export function zoneLabel({ kind = "zone" }: Zone): string {
  return LABELS[kind];
}

/** A zone's name as a label's value: as it is where it may be one, else cleaned. */
export function zoneValue({ id, name }: Zone): string {
  if (isLabelValue(name)) return name;
  return DNS_LABEL.clean(name).slice(0, 63).replace(/-+$/, "") || DNS_LABEL.clean(id).slice(0, 63).replace(/-+$/, "") || DNS_LABEL.fallback;
}

function isLabelValue(text: string): boolean {
  return /^[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/.test(text);
}

/** Reports what placement loses. */
export function loseZones(losses: LossReport, { zones, services, design }: Topology, how: "spread" | "pin"): void {
  const programs = new Set(services.map(({ node }) => node.id));
  for (const zone of zones) {
    if (zone.provider !== undefined) losses.setting(zone, "provider", zone.provider, "A cluster is where it is.", "Create the cluster there.");
    if (how === "spread") {
      losses.setting(zone, "zones", zone.kind ?? "zone", "Pods are spread over the cluster's zones, and none is held in this one.", "Choose to pin, and call the zone as the cluster does.");
      continue;
    }
    if (!isLabelValue(zone.name)) losses.setting(zone, "name", zone.name, `No label has such a value: pods are held where it is ${zoneValue(zone)}.`, "Call the zone as the cluster does.");
    const others = design.nodes.filter((node) => node.zone === zone.id && !programs.has(node.id)).map(({ id }) => id);
    if (others.length > 0) losses.setting(zone, "zones", others, "Brokers and stores are placed where they are deployed.", "Spread their pods over the zones in their own resources.");
  }
}

import { z } from "zod";
import { idSchema, nameSchema } from "../document/identifiers.ts";
import { durationMs, share } from "../kinds/fields.ts";
import { ALERT_METRIC_NAMES } from "./metrics.ts";

const node = idSchema.meta({ title: "Node", help: "Id of the node." });
const metric = z.enum(ALERT_METRIC_NAMES).meta({ title: "Metric", help: "What of the node is looked at." });
const percentile = z.number().gt(0).max(100).meta({ title: "Percentile", help: "Of a time; without it the mean." }).optional();
const replicas = (least: number) => z.number().int().min(least).max(1000);
const forMs = durationMs({ title: "For", help: "How long it lasts; then it is undone." }, { min: 1 });

/** A value that stays beyond a limit. */
const thresholdSchema = z.strictObject({
  node,
  metric,
  percentile,
  direction: z.enum(["above", "below"]).meta({ title: "Fires", help: "Above the value, or below it." }),
  value: z.number().meta({ title: "Value", help: "In the metric's unit: events, ms, a share from 0 to 1, or per second." }),
});

/** A value that leaves the band in which it usually is: the mean and the deviation of what came lately, older values counting less. */
const anomalySchema = z.strictObject({
  node,
  metric,
  percentile,
  direction: z.enum(["above", "below", "either"]).meta({ title: "Fires", help: "Above the band, below it, or on either side; above without it." }).optional(),
  sigmas: z.number().gt(0).max(100).meta({ title: "Width", help: "Half the width of the band, in standard deviations; 3 without it." }).optional(),
  halfLifeMs: durationMs({ title: "Half-life", help: "After this long a value counts half in the band; 10 s without it." }, { min: 1000 }).optional(),
});

/** When an alert fires: exactly one of these. */
const whenSchema = z
  .strictObject({
    slo: idSchema.meta({ title: "SLO", help: "It is missed over its window, or over a second where it has none." }).optional(),
    anomaly: anomalySchema.meta({ title: "Anomaly" }).optional(),
    threshold: thresholdSchema.meta({ title: "Threshold" }).optional(),
  })
  .refine(hasOneKey, "say one of slo, anomaly and threshold.");

/** What is done when it fires: exactly one of these. */
export const alertActionSchema = z
  .strictObject({
    scale: z
      .strictObject({
        node,
        by: z.number().int().min(-1000).max(1000).meta({ title: "By", help: "So many replicas more, or fewer.", unit: "replicas" }).optional(),
        to: replicas(0).meta({ title: "To", help: "So many replicas.", unit: "replicas" }).optional(),
        min: replicas(0).meta({ title: "Least", help: "Never fewer than these; 1 without it.", unit: "replicas" }).optional(),
        max: replicas(1).meta({ title: "Most", help: "Never more than these; 10 without it.", unit: "replicas" }).optional(),
        forMs: forMs.meta({ title: "For", help: "After this it has the replicas of its settings again; without it they stay until the run ends." }).optional(),
      })
      .refine(({ by, to }) => (by === undefined) !== (to === undefined), "say by how many replicas, or to how many.")
      .optional(),
    restart: z
      .strictObject({ node: node.optional(), zone: idSchema.meta({ title: "Zone", help: "Id of the zone; local for that of nodes in none." }).optional() })
      .refine(hasOneKey, "say a node or a zone.")
      .optional(),
    openBreaker: z.strictObject({ node, forMs }).optional(),
    shed: z.strictObject({ node, share: share({ title: "Share", help: "Of its events that are let go, and counted as dropped, shed." }), forMs }).optional(),
    notify: z
      .strictObject({
        url: z.string().min(1).max(2000).meta({ title: "Address", help: "http or https; nothing is sent until it is approved on this machine." }).optional(),
        node: idSchema.meta({ title: "Webhook", help: "Id of a webhook, whose address it is." }).optional(),
      })
      .refine(hasOneKey, "say an address or a webhook.")
      .optional(),
  })
  .refine(hasOneKey, "say one of scale, restart, openBreaker, shed and notify.");

/** An alert as it is written in a design (rule O6). */
export const alertSchema = z.strictObject({
  id: idSchema,
  name: nameSchema.meta({ title: "Name", help: "As it is called in the log." }),
  enabled: z.boolean().meta({ title: "On", help: "Whether it is looked at in a run." }).optional(),
  when: whenSchema.meta({ title: "When" }),
  forMs: durationMs({ title: "For", help: "It fires once this has held for so long; at once without it." }).optional(),
  cooldownMs: durationMs({ title: "Cooldown", help: "Its actions are not taken again within this; while it goes on they are, each time this is over. 60 s without it." }, { min: 100 }).optional(),
  actions: z.array(alertActionSchema).max(20).meta({ title: "Actions" }),
});

export type Alert = z.output<typeof alertSchema>;
export type AlertAction = z.output<typeof alertActionSchema>;

function hasOneKey(value: object): boolean {
  return Object.entries(value).filter(([key, inner]) => inner !== undefined && !key.startsWith("x-")).length === 1;
}

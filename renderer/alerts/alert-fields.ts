import { z } from "zod";
import { alertActionSchema, alertSchema } from "../../design/alerts/alert.ts";
import { ALERT_METRICS, type AlertMetric, type AlertMetricDefinition } from "../../design/alerts/metrics.ts";
import { DEFAULT_COOLDOWN_MS, DEFAULT_HALF_LIFE_MS, DEFAULT_SIGMAS } from "../../design/alerts/resolve.ts";
import { durationMs, ratePerSecond, share } from "../../design/kinds/fields.ts";

// The fields of an alert's form, taken from its schema with titles, help and ranges, and with the defaults that hold where nothing is written.

const { name, enabled, forMs, cooldownMs, when } = alertSchema.shape;
const threshold = when.shape.threshold.unwrap().shape;
const anomaly = when.shape.anomaly.unwrap().shape;
const { scale, openBreaker, shed, notify } = alertActionSchema.shape;
const scaleFields = scale.unwrap().shape;

/** What an alert is called, and whether it is looked at. */
export const HEAD_FIELDS = z.strictObject({ name, enabled: enabled.unwrap().default(true) });

/** When it fires and acts. */
export const TIMING_FIELDS = z.strictObject({ forMs, cooldownMs: cooldownMs.unwrap().default(DEFAULT_COOLDOWN_MS) });

/** What is set of a limit on a metric; the value in the metric's unit. */
export function thresholdFields(metric: AlertMetric): z.ZodObject {
  return z.strictObject({ ...percentileOf(metric), direction: threshold.direction, value: valueField(metric) });
}

/** What is set of a band around a metric. */
export function anomalyFields(metric: AlertMetric): z.ZodObject {
  return z.strictObject({
    ...percentileOf(metric),
    direction: anomaly.direction.unwrap().default("above"),
    sigmas: anomaly.sigmas.unwrap().default(DEFAULT_SIGMAS),
    halfLifeMs: anomaly.halfLifeMs.unwrap().default(DEFAULT_HALF_LIFE_MS),
  });
}

const ACTION_FIELDS = {
  by: z.strictObject({ by: scaleFields.by.unwrap(), max: scaleFields.max.unwrap().default(10), min: scaleFields.min.unwrap().default(1), forMs: scaleFields.forMs }),
  to: z.strictObject({ to: scaleFields.to.unwrap(), forMs: scaleFields.forMs }),
  openBreaker: z.strictObject({ forMs: openBreaker.unwrap().shape.forMs }),
  shed: z.strictObject({ share: shed.unwrap().shape.share, forMs: shed.unwrap().shape.forMs }),
  address: z.strictObject({ url: notify.unwrap().shape.url.unwrap() }),
} as const;

/** What is set of an action beside what it is done to; of scaling by the way in which it counts. */
export function actionFields(part: keyof typeof ACTION_FIELDS): z.ZodObject {
  return ACTION_FIELDS[part];
}

function percentileOf(metric: AlertMetric) {
  return (ALERT_METRICS[metric] as AlertMetricDefinition).timed ? { percentile: threshold.percentile } : {};
}

function valueField(metric: AlertMetric): z.ZodNumber {
  const { title, help, unit } = ALERT_METRICS[metric];
  const meta = { title, help };
  switch (unit) {
    case "ms":
      return durationMs(meta);
    case "share":
      return share(meta);
    case "perSecond":
      return ratePerSecond(meta);
    default:
      return z.number().min(0).max(1e9).meta({ ...meta, ...(unit === "breakers" ? {} : { unit }) });
  }
}

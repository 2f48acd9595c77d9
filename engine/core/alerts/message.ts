import type { AlertRecord } from "../../contract/alerts.ts";

/** What a webhook is told: the form in which Prometheus' Alertmanager posts (version 4 of its webhook payload), so that what receives those receives these. */
export interface AlertMessage {
  readonly version: "4";
  readonly groupKey: string;
  readonly truncatedAlerts: 0;
  readonly status: "firing" | "resolved";
  readonly receiver: "spillway";
  readonly groupLabels: Readonly<Record<string, string>>;
  readonly commonLabels: Readonly<Record<string, string>>;
  readonly commonAnnotations: Readonly<Record<string, string>>;
  readonly externalURL: "";
  readonly alerts: readonly {
    readonly status: "firing" | "resolved";
    readonly labels: Readonly<Record<string, string>>;
    readonly annotations: Readonly<Record<string, string>>;
    readonly startsAt: string;
    readonly endsAt: string;
    readonly generatorURL: "";
    readonly fingerprint: string;
  }[];
}

/** When an alert that is not over ends: never, as Alertmanager writes it. */
const NOT_YET = "0001-01-01T00:00:00Z";

/** What is posted of an alert; `dateOf` gives the date of a design time. */
export function alertMessage(record: AlertRecord, design: string, dateOf: (atMs: number) => Date): AlertMessage {
  const { alert, name, why, atMs, resolvedMs } = record;
  const status = resolvedMs === null ? "firing" : "resolved";
  const labels = { alertname: name, alert, design, ...(why.node === undefined ? {} : { node: why.node }), metric: why.metric };
  const annotations = { summary: why.text, value: String(why.value) };
  return {
    version: "4",
    groupKey: `{}:{alert="${alert}"}`,
    truncatedAlerts: 0,
    status,
    receiver: "spillway",
    groupLabels: { alert },
    commonLabels: labels,
    commonAnnotations: annotations,
    externalURL: "",
    alerts: [{ status, labels, annotations, startsAt: dateOf(atMs).toISOString(), endsAt: resolvedMs === null ? NOT_YET : dateOf(resolvedMs).toISOString(), generatorURL: "", fingerprint: alert }],
  };
}

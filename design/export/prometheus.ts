import { stringify } from "yaml";
import { z } from "zod";
import { dashboardOf } from "./prometheus/dashboard.ts";
import { rulesOf } from "./prometheus/rules.ts";
import { loseAllSettings, SHOWN } from "./kind-answers.ts";
import { defineTarget, LossReport, type ExportResult } from "./target.ts";

/** Alerting rules for Prometheus and a dashboard for Grafana, on the metrics that a run serves. */
export const prometheus = defineTarget({
  title: "Prometheus and Grafana",
  summary: "Alerts from the SLOs and for what goes wrong, and a dashboard, on the metrics that runs serve.",
  options: z.strictObject({
    forSeconds: z.number().min(0).max(86_400).meta({ title: "For", help: "Seconds for which something must hold before it is an alert, where the SLO does not say." }).default(60),
    depth: z.number().int().min(0).max(1_000_000_000).meta({ title: "Depth", help: "A channel that grows is an alert once more than so many events lie in it." }).default(100),
  }),
  kinds: SHOWN,
  write(topology, { forSeconds, depth }): ExportResult {
    const losses = new LossReport();
    loseAllSettings(losses, topology, "Alerts and dashboards measure what runs: they set nothing up.", "Export the design to what it runs on, too.");
    const rules = rulesOf(topology, { forMs: forSeconds * 1000, depth }, losses);
    return {
      files: [
        { path: "alerts.yaml", language: "yaml", text: stringify(rules, { lineWidth: 0 }) },
        { path: "dashboard.json", language: "json", text: `${JSON.stringify(dashboardOf(topology), null, 2)}\n` },
      ],
      losses: losses.all(topology),
    };
  },
});

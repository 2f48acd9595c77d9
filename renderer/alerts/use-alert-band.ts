import { useMemo } from "react";
import { useDocument } from "../stores/document-store.ts";
import { series, type Band, type NodeMetric } from "../stores/series.ts";
import { alertOnChart } from "./alert-band.ts";

/** Reads the limit or band of the alert that looks at what a chart draws of a node; undefined where none does. The same function while it is the same alert. */
export function useAlertBand(node: string, metric: NodeMetric): (() => Band) | undefined {
  const alert = useDocument(({ design }) => alertOnChart(design, node, metric)?.id);
  return useMemo(() => (alert === undefined ? undefined : () => series.band(alert)), [alert]);
}

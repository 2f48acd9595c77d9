import { createContext, useContext, useEffect, useState } from "react";
import type { ExportOutcome, Exporter, ExportRequest } from "./compute.ts";
import { workerExporter } from "./compute.ts";

/** Typing and dragging come in bursts: the preview follows once they pause. */
const DEBOUNCE_MS = 120;

/** Who computes exports; a test computes in its own thread. */
export const ExporterContext = createContext<Exporter>(workerExporter());

/** An export that was computed, and what of. */
export interface Computed {
  readonly request: ExportRequest;
  readonly outcome: ExportOutcome;
}

/** The newest export of a design; of an earlier state of it while the present one is computed, and null before the first. */
export function useOutcome({ design, target, options }: ExportRequest): Computed | null {
  const exporter = useContext(ExporterContext);
  const [computed, setComputed] = useState<Computed | null>(null);
  const isFirst = computed?.request.target !== target;
  useEffect(() => {
    let isCurrent = true;
    const request = { design, target, options };
    const timer = setTimeout(
      () => void exporter.compute(request).then((outcome) => outcome !== null && isCurrent && setComputed({ request, outcome })),
      isFirst ? 0 : DEBOUNCE_MS,
    );
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [exporter, design, target, options, isFirst]);
  return isFirst ? null : computed;
}

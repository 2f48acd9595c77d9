import { categoryOf } from "../../../design/kinds/registry.ts";
import { useDocument } from "../../stores/document-store.ts";
import type { Trace } from "../../stores/traces.ts";
import { stepsOf } from "./trace-view.ts";

/** A trace on a line: pale while it waited, in the node's colour while it was worked on. */
export function TraceBar({ trace }: { readonly trace: Trace }) {
  const nodes = useDocument((document) => document.design.nodes);
  const lengthMs = Math.max(trace.endMs - trace.startMs, 0.001);
  const percent = (ms: number) => `${Math.min(100, Math.max(0, (ms / lengthMs) * 100))}%`;
  return (
    <span className="trace-bar" aria-hidden="true">
      {stepsOf(trace).map((step) => {
        const category = categoryOf(nodes.find((node) => node.id === step.node)?.kind ?? "");
        const from = step.startMs - trace.startMs;
        return (
          <span key={`${step.node}/${step.startMs}`} data-category={category}>
            <i className="trace-wait" style={{ left: percent(from), width: percent(step.waitMs) }} />
            <i className="trace-service" style={{ left: percent(from + step.waitMs), width: percent(step.serviceMs) }} />
          </span>
        );
      })}
    </span>
  );
}

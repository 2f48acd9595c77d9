import { memo } from "react";
import { stateText, type NodeState } from "../model/node-state.ts";

/**
 * How a node is, by shape as well as by colour: a hollow ring is idle, a disc busy, a diamond saturated, a triangle failing,
 * a cross dead. Nothing while nothing runs.
 */
export const StateRing = memo(function StateRing({ state }: { readonly state: NodeState }) {
  if (state === "off") return null;
  return (
    <svg className="state-ring" data-state={state} viewBox="0 0 20 20" width="18" height="18" aria-hidden="true">
      <title>{stateText(state)}</title>
      <circle className="state-halo" cx="10" cy="10" r="8.5" />
      <Mark state={state} />
    </svg>
  );
});

function Mark({ state }: { readonly state: NodeState }) {
  switch (state) {
    case "busy":
      return <circle className="state-mark" cx="10" cy="10" r="5" />;
    case "saturated":
      return <path className="state-mark" d="M10 4.2 15.8 10 10 15.8 4.2 10Z" />;
    case "failing":
      return <path className="state-mark" d="M10 4.4 15.4 13.6 4.6 13.6Z" />;
    case "dead":
      return <path className="state-cross" d="M6.6 6.6 13.4 13.4 M13.4 6.6 6.6 13.4" />;
    default:
      return <circle className="state-hollow" cx="10" cy="10" r="4.2" />;
  }
}

import { displayName } from "../../design/document/display-name.ts";
import type { DesignNode } from "../../design/document/schema.ts";
import type { CommandContext } from "../commands/command.ts";
import { isRunning } from "./run-actions.ts";

type Context = Pick<CommandContext, "document" | "session" | "run" | "engine">;

/** The dead letter that a redrive is for: the one that is selected, or the only one whose redrive port is connected. */
export function redriveTarget({ document, session, run }: Pick<Context, "document" | "session" | "run">): DesignNode | undefined {
  if (!isRunning({ run })) return undefined;
  const { nodes, edges } = document.getState().design;
  const able = nodes.filter((node) => node.kind === "deadLetter" && edges.some((edge) => edge.from.node === node.id && edge.from.port === "redrive"));
  const selected = new Set(session.getState().selection.nodes);
  return able.find((node) => selected.has(node.id)) ?? (able.length === 1 ? able[0] : undefined);
}

/** Sends what lies in the dead letter back over its redrive port, and says how many events that is. */
export async function redrive(context: Context): Promise<void> {
  const node = redriveTarget(context);
  if (!node) return;
  const { events } = await context.engine.call("run.redrive", { node: node.id });
  const text = events === 0 ? `${displayName(node)} is empty.` : `${events} ${events === 1 ? "event goes" : "events go"} back from ${displayName(node)}.`;
  context.session.getState().toast({ level: "info", text });
}

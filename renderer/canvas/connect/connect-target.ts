import type { PortRef } from "../../../design/checks/port-rules.ts";
import type { Design, Point } from "../../../design/document/schema.ts";
import { portsOf } from "../../../design/document/settings.ts";
import { cardAt } from "../model/hit.ts";
import type { Scene } from "../../../design/picture/scene.ts";
import { portAt, refusalOf } from "./direction.ts";

/** What an edge would join if it were let go now. */
export interface ConnectTarget {
  readonly to: PortRef;
  /** Why it is refused; null when it is accepted. */
  readonly refusal: string | null;
}

type Graph = Pick<Design, "nodes" | "edges">;

/**
 * What a drawn edge would join: the port under the pointer, else the first port of the card under the pointer that accepts
 * it, so that an edge can be dropped anywhere on a card. Null over empty canvas and over where it came from.
 */
export function connectTarget(design: Graph, scene: Scene, from: PortRef, point: Point, port: PortRef | null): ConnectTarget | null {
  if (port !== null) {
    if (port.node === from.node && port.port === from.port) return null;
    return { to: port, refusal: refusalOf(design, from, port) };
  }
  const card = cardAt(scene, point);
  if (card === undefined || card.id === from.node) return null;
  return bestPort(design, from, card.id);
}

/** The first port of a node that accepts an edge from `from`; where none does, the one whose refusal says most. */
export function bestPort(design: Graph, from: PortRef, nodeId: string): ConnectTarget | null {
  const node = design.nodes.find((each) => each.id === nodeId);
  if (node === undefined) return null;
  const wanted = portAt(design, from)?.direction === "in" ? "out" : "in";
  const ports = portsOf(node);
  const candidates = ports.filter((port) => port.direction === wanted);
  const answers = candidates.map((port): ConnectTarget => {
    const to = { node: nodeId, port: port.name };
    return { to, refusal: refusalOf(design, from, to) };
  });
  const accepted = answers.find((answer) => answer.refusal === null);
  if (accepted !== undefined) return accepted;
  const to = { node: nodeId, port: wanted };
  return answers[0] ?? { to, refusal: refusalOf(design, from, to) };
}

import type { Node, NodeProps } from "@xyflow/react";
import { memo } from "react";
import { displayName, nounOf } from "../../../design/document/display-name.ts";
import type { DesignNode } from "../../../design/document/schema.ts";
import { categoryOf, isKindType, kindOf } from "../../../design/kinds/registry.ts";
import { useInSpotlight } from "../../stores/spotlight.ts";
import { KindIcon } from "../../ui/kind-icon.tsx";
import { faceOf, type BoundFace } from "../faces/registry.ts";
import type { CardShape } from "../../../design/picture/card-shape.ts";
import { useDetailLevel } from "../live/detail-levels.ts";
import { useLiveNode, type LiveNode } from "../live/live-node.ts";
import { stateText } from "../model/node-state.ts";
import { useNodeTrouble } from "../../workers/node-trouble.ts";
import { AlertBadge } from "./alert-badge.tsx";
import { CardName } from "./card-name.tsx";
import { FillStrip } from "./fill-strip.tsx";
import { Numbers } from "./numbers.tsx";
import { Partitions } from "./partitions.tsx";
import { PathTime } from "./path-time.tsx";
import { FarPorts, Ports } from "./ports.tsx";
import { ProblemBadge } from "./problem-badge.tsx";
import { Slots } from "./slots.tsx";
import { Sparkline } from "./sparkline.tsx";
import { StateRing } from "./state-ring.tsx";

/** What a card shows of a node; the same object while none of it changes, so moving a card draws nothing again. */
export interface CardData extends Record<string, unknown> {
  readonly node: Pick<DesignNode, "id" | "kind" | "name" | "settings">;
  readonly shape: CardShape;
}

export type CardNode = Node<CardData, "card">;

/** A node of the design as a card. How much it shows depends on the zoom. */
export const Card = memo(
  function Card({ data }: NodeProps<CardNode>) {
    const level = useDetailLevel(data.node.id);
    switch (level) {
      case "far":
        return <FarCard data={data} />;
      case "middle":
        return <MiddleCard data={data} />;
      case "near":
        return <NearCard data={data} />;
    }
  },
  (before, after) => before.data === after.data,
);

function NearCard({ data: { node, shape } }: { readonly data: CardData }) {
  const isLit = useInSpotlight(node.id);
  const face = faceOf(node);
  const live = useLiveNode(node);
  const category = categoryOf(node.kind);
  return (
    <div className="card" data-level="near" data-category={category} data-state={live.state} data-lit={isLit || undefined}>
      {live.fill !== null && <FillStrip fill={live.fill} />}
      <header className="card-head">
        <KindIcon kind={node.kind} size={30} />
        <span className="card-title">
          <CardName id={node.id} name={displayName(node)} written={node.name ?? ""} />
          <Subtitle node={node} face={face} where={live.where} />
        </span>
        <StateRing state={live.state} />
      </header>
      <div className="card-numbers">
        <Numbers reading={live.readings?.[0]} label={face?.labels[0] ?? ""} />
        <Numbers reading={live.readings?.[1]} label={face?.labels[1] ?? ""} />
      </div>
      <footer className="card-foot">{live.readings === null || face === null ? <span className="card-gist">{face?.gist}</span> : <Foot data={{ node, shape }} face={face} />}</footer>
      <ProblemBadge id={node.id} />
      <AlertBadge id={node.id} />
      <PathTime id={node.id} />
      <SpokenName node={node} live={live} />
      <Ports id={node.id} shape={shape} />
    </div>
  );
}

/** What it is and how it is set; why nothing happens here, while its process or replicas are down. */
function Subtitle({ node, face, where }: { readonly node: CardData["node"]; readonly face: BoundFace | null; readonly where: string }) {
  const trouble = useNodeTrouble(node.id);
  return (
    <span className="card-kind" data-trouble={trouble !== "" || undefined}>
      {trouble === "" ? subtitleOf(node, face, where) : trouble}
    </span>
  );
}

function Foot({ data: { node }, face }: { readonly data: CardData; readonly face: BoundFace }) {
  if (face.sparkline === "slots") return <Slots id={node.id} />;
  if (face.sparkline === "partitions") return <Partitions id={node.id} category={categoryOf(node.kind)} />;
  return <Sparkline id={node.id} metric={face.sparkline} category={categoryOf(node.kind)} />;
}

function MiddleCard({ data: { node, shape } }: { readonly data: CardData }) {
  const isLit = useInSpotlight(node.id);
  const live = useLiveNode(node);
  const face = faceOf(node);
  const first = live.readings?.[0];
  return (
    <div className="card" data-level="middle" data-category={categoryOf(node.kind)} data-state={live.state} data-lit={isLit || undefined}>
      <span className="card-name">{displayName(node)}</span>
      <span className="card-value" data-tone={first?.tone ?? "still"}>
        {first === undefined ? (face?.detail ?? "") : first.value}
        <span className="card-label">{first?.label}</span>
      </span>
      {live.fill !== null && <FillStrip fill={live.fill} />}
      <StateRing state={live.state} />
      <ProblemBadge id={node.id} />
      <AlertBadge id={node.id} />
      <SpokenName node={node} live={live} />
      <Ports id={node.id} shape={shape} />
    </div>
  );
}

/** Drawn on the overlay: here is only what can be hit and focused. */
function FarCard({ data: { node, shape } }: { readonly data: CardData }) {
  return (
    <div className="card" data-level="far">
      <FarPorts id={node.id} shape={shape} />
    </div>
  );
}

/** What a screen reader says of a card: `Billing, consumer, 82 % busy, saturated`. It is read when the card is reached, not when it changes. */
function SpokenName({ node, live }: { readonly node: CardData["node"]; readonly live: LiveNode }) {
  const reading = live.readings?.[0];
  const parts = [
    displayName(node),
    nounOf(node.kind),
    reading === undefined ? "" : `${reading.value} ${reading.label}`,
    live.state === "off" ? "" : stateText(live.state),
    live.where,
  ];
  return (
    <span className="visually-hidden" id={spokenNameId(node.id)}>
      {parts.filter((part) => part !== "").join(", ")}
    </span>
  );
}

/** Id of the element that holds a card's spoken name. */
export function spokenNameId(node: string): string {
  return `spoken-name-${node}`;
}

/** What it is, and where it runs while that is not all on this machine, else how it is set. */
function subtitleOf(node: CardData["node"], face: BoundFace | null, where: string): string {
  const title = isKindType(node.kind) ? kindOf(node.kind).title : `Unknown kind "${node.kind}"`;
  const detail = where === "" ? (face?.detail ?? "") : where;
  return detail === "" ? title : `${title} · ${detail}`;
}

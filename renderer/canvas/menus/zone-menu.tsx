import { Command } from "cmdk";
import { Ban, SquareDashed, SquarePlus } from "lucide-react";
import type { ReactNode } from "react";
import { commandContext } from "../../commands/context.ts";
import { useDocument } from "../../stores/document-store.ts";
import { canvasState, useCanvasState, type ZoneList } from "../state/canvas-state.ts";
import { namesOf } from "../state/document-link.ts";
import { viewStore } from "../state/view-store.ts";
import { groupIntoZone, putIntoZone } from "../state/zone-edits.ts";
import { PickList } from "./pick-list.tsx";
import { canvasWords } from "../../words/canvas.ts";

/** Asks which zone the selected nodes go into. */
export function ZoneMenu() {
  const list = useCanvasState((state) => state.zoneList);
  return list === null ? null : <Menu list={list} />;
}

function Menu({ list: { at, nodes } }: { readonly list: ZoneList }) {
  const design = useDocument((document) => document.design);
  const members = design.nodes.filter(({ id }) => nodes.includes(id));
  const zones = (design.zones ?? []).filter((zone) => members.some((node) => node.zone !== zone.id));
  const [first] = nodes;
  const close = () => {
    canvasState.setState({ zoneList: null });
    if (first !== undefined) viewStore.getState().canvas?.focus(first);
  };
  const choose = (zone: string | undefined) => {
    putIntoZone(nodes, zone);
    close();
  };
  return (
    <PickList at={at} label={canvasWords.putIntoAZoneLabel} placeholder={canvasWords.putNamesInto(namesOf(nodes))} nothing={canvasWords.noZoneIsCalled} onClose={close}>
      {zones.map(({ id, name, kind = "zone" }) => (
        <Choice key={id} value={id} icon={<SquareDashed size={16} aria-hidden="true" />} words={[name]} onSelect={() => choose(id)}>
          <span>{name || id}</span>
          <span>{kind}</span>
        </Choice>
      ))}
      <Choice
        value="new zone"
        icon={<SquarePlus size={16} aria-hidden="true" />}
        words={["new", "zone"]}
        onSelect={() => {
          close();
          groupIntoZone(commandContext, nodes);
        }}
      >
        <span>{canvasWords.aNewZone}</span>
        <span>{canvasWords.aroundWhatIsSelected}</span>
      </Choice>
      {members.some(({ zone }) => zone !== undefined) && (
        <Choice value="no zone" icon={<Ban size={16} aria-hidden="true" />} words={["none", "out"]} onSelect={() => choose(undefined)}>
          <span>{canvasWords.noZone}</span>
          <span>{canvasWords.outOfTheOne}</span>
        </Choice>
      )}
    </PickList>
  );
}

interface ChoiceProps {
  readonly value: string;
  readonly icon: ReactNode;
  readonly words: readonly string[];
  readonly onSelect: () => void;
  readonly children: ReactNode;
}

function Choice({ value, icon, words, onSelect, children }: ChoiceProps) {
  return (
    <Command.Item className="pick-list-item" value={value} keywords={[...words]} onSelect={onSelect}>
      {icon}
      <span className="pick-list-text">{children}</span>
    </Command.Item>
  );
}

import { Command } from "cmdk";
import type { PortRef } from "../../../design/checks/port-rules.ts";
import type { Point } from "../../../design/document/schema.ts";
import { kindOf } from "../../../design/kinds/registry.ts";
import { CARD_HEIGHT, CARD_WIDTH } from "../../../design/picture/card-shape.ts";
import { useDocument } from "../../stores/document-store.ts";
import { sessionStore } from "../../stores/session-store.ts";
import { KindIcon } from "../../ui/kind-icon.tsx";
import { portAt } from "../connect/direction.ts";
import { insertChoices, placeFor, quickChoices, type QuickChoice } from "../connect/quick-add.ts";
import { freePlace } from "../geometry/free-place.ts";
import { canvasState, useCanvasState, type QuickAdd } from "../state/canvas-state.ts";
import { designNow, nameOf } from "../state/document-link.ts";
import { addNodeAt, addNodeIntoEdge } from "../state/edits.ts";
import { sceneStore } from "../state/scene-store.ts";
import { viewStore } from "../state/view-store.ts";
import { PickList } from "./pick-list.tsx";
import { canvasWords } from "../../words/canvas.ts";

const CARD = { width: CARD_WIDTH, height: CARD_HEIGHT };

/** Asks which kind to add: every one, or after drawing an edge to empty canvas, those that can follow. */
export function QuickAddMenu() {
  const quickAdd = useCanvasState((state) => state.quickAdd);
  return quickAdd === null ? null : <Menu quickAdd={quickAdd} />;
}

function Menu({ quickAdd }: { readonly quickAdd: QuickAdd }) {
  const design = useDocument((document) => document.design);
  const { at, from, edge } = quickAdd;
  const choices = edge === undefined ? quickChoices(design, from) : insertChoices(design, edge);
  return (
    <PickList
      at={at}
      label={canvasWords.addANodeLabel}
      placeholder={from !== undefined ? placeholderFor(from) : edge !== undefined ? canvasWords.insert : canvasWords.add}
      nothing={choices.length === 0 ? canvasWords.nothingCanBeJoinedToThisPort : canvasWords.noKindIsCalled}
      onClose={close}
    >
      {choices.map((choice) => {
        const { title, summary } = kindOf(choice.kind);
        return (
          <Command.Item key={choice.kind} className="pick-list-item" value={title} keywords={[choice.kind, summary]} onSelect={() => choose(quickAdd, choice)}>
            <KindIcon kind={choice.kind} size={26} />
            <span className="pick-list-text">
              <span>{title}</span>
              <span>{summary}</span>
            </span>
          </Command.Item>
        );
      })}
    </PickList>
  );
}

/** What the new node would be to the one that an edge was drawn from: `Add after Orders…`, `Add what Billing calls…`. */
function placeholderFor(from: PortRef): string {
  const name = nameOf(from.node);
  const port = portAt(designNow(), from);
  if (port?.type === "call") return port.direction === "out" ? canvasWords.addWhatNameCalls(name) : canvasWords.addACallerOfName(name);
  if (port?.type === "attachment") return port.direction === "out" ? canvasWords.addWhatNameGoverns(name) : canvasWords.addWhatGovernsName(name);
  return port?.direction === "in" ? canvasWords.addBeforeName(name) : canvasWords.addAfterName(name);
}

function choose({ place, from, edge, isAnywhere = false }: QuickAdd, choice: QuickChoice): void {
  close();
  if (edge !== undefined) {
    if (addNodeIntoEdge(choice.kind, edge, placeFor(choice, place))) focusSelected();
    return;
  }
  const joined = from === undefined || choice.port === undefined ? undefined : { from, port: choice.port };
  const corner = isAnywhere ? clearPlace(placeFor(choice, place)) : placeFor(choice, place);
  const id = addNodeAt(choice.kind, corner, joined);
  const { canvas } = viewStore.getState();
  if (id === null || canvas === null) return;
  if (isAnywhere) canvas.reveal({ ...corner, ...CARD });
  canvas.focus(id);
}

/** The nearest corner at or below a place at which a card covers no other. */
function clearPlace(corner: Point): Point {
  return freePlace(corner, CARD, [...sceneStore.getState().scene.cards.values()]);
}

function focusSelected(): void {
  const [node] = sessionStore.getState().selection.nodes;
  if (node !== undefined) viewStore.getState().canvas?.focus(node);
}

function close(): void {
  canvasState.setState({ quickAdd: null });
}

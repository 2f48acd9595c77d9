import { ContextMenu } from "radix-ui";
import { useRef, useState, type MouseEvent, type ReactNode } from "react";
import { commandContext } from "../../commands/context.ts";
import { isEnabled, labelOf, type Command } from "../../commands/command.ts";
import { perform } from "../../commands/perform.ts";
import { commandOf } from "../../commands/registry.ts";
import { shortcutOf } from "../../commands/use-command.ts";
import { sessionStore } from "../../stores/session-store.ts";
import { Keys } from "../../ui/keys.tsx";
import "../../ui/menu.css";
import { notePointer } from "../state/pointer.ts";
import { menuFor, type MenuTarget } from "./menu-items.ts";

/** The canvas with its right-click menu: what can be done with what is under the pointer. */
export function CanvasMenu({ children }: { readonly children: ReactNode }) {
  const [target, setTarget] = useState<MenuTarget>("canvas");
  const at = useRef({ x: 0, y: 0 });
  const chosen = useRef<Command | null>(null);
  // Only when the menu has given the keyboard back may a command take it, for example to rename.
  const performChosen = (event: Event) => {
    event.preventDefault();
    const command = chosen.current;
    chosen.current = null;
    if (command === null) return;
    notePointer(at.current);
    void perform(command, commandContext);
  };
  return (
    <ContextMenu.Root>
      <ContextMenu.Trigger
        asChild
        onContextMenuCapture={(event: MouseEvent) => {
          setTarget(selectUnder(event.target));
          at.current = { x: event.clientX, y: event.clientY };
        }}
      >
        {children}
      </ContextMenu.Trigger>
      <ContextMenu.Portal>
        <ContextMenu.Content className="menu" collisionPadding={8} onKeyDown={(event) => event.stopPropagation()} onCloseAutoFocus={performChosen}>
          {menuFor(target).map((section, index) => (
            <ContextMenu.Group key={section[0]}>
              {index > 0 && <ContextMenu.Separator className="menu-separator" />}
              {section.map((id) => (
                <Item key={id} id={id} onChoose={(command) => (chosen.current = command)} />
              ))}
            </ContextMenu.Group>
          ))}
        </ContextMenu.Content>
      </ContextMenu.Portal>
    </ContextMenu.Root>
  );
}

function Item({ id, onChoose }: { readonly id: string; readonly onChoose: (command: Command) => void }) {
  const command = commandOf(id);
  if (command === undefined) return null;
  const shortcut = shortcutOf(command);
  const Icon = command.icon;
  return (
    <ContextMenu.Item
      className="menu-item"
      disabled={!isEnabled(command, commandContext)}
      onSelect={() => onChoose(command)}
    >
      {Icon === undefined ? <span style={{ width: 14 }} /> : <Icon size={14} aria-hidden="true" />}
      {labelOf(command, commandContext)}
      {shortcut !== undefined && (
        <span className="menu-item-end">
          <Keys text={shortcut} />
        </span>
      )}
    </ContextMenu.Item>
  );
}

/** Selects what is under the pointer, unless it is selected already, and says what that is. */
function selectUnder(target: EventTarget): MenuTarget {
  if (!(target instanceof Element)) return "canvas";
  const { selection, select } = sessionStore.getState();
  const node = target.closest<HTMLElement>(".react-flow__node")?.dataset.id;
  if (node !== undefined) {
    if (!selection.nodes.includes(node)) select({ nodes: [node] });
    if (sessionStore.getState().selection.nodes.length > 1) return "nodes";
    return target.closest(".react-flow__node-note") === null ? "node" : "note";
  }
  const zone = target.closest<HTMLElement>(".zone-head")?.dataset.zone;
  if (zone !== undefined) {
    if (!selection.zones.includes(zone)) select({ zones: [zone] });
    return "zone";
  }
  const edge = target.closest<SVGElement>(".react-flow__edge")?.dataset.id;
  if (edge === undefined) return "canvas";
  if (!selection.edges.includes(edge)) select({ edges: [edge] });
  return "edge";
}

import { Command as Cmdk } from "cmdk";
import { Dialog } from "radix-ui";
import { Search, SquareDashed, StickyNote, type LucideIcon } from "lucide-react";
import { useRef } from "react";
import { showNear } from "../canvas/state/show-element.ts";
import { zoneKey } from "../canvas/state/canvas-state.ts";
import { displayName } from "../../design/document/display-name.ts";
import { isEnabled, labelOf, type Command } from "../commands/command.ts";
import { commandContext } from "../commands/context.ts";
import { perform } from "../commands/perform.ts";
import { commands } from "../commands/registry.ts";
import { shortcutOf } from "../commands/use-command.ts";
import { useDocument } from "../stores/document-store.ts";
import { Keys } from "../ui/keys.tsx";
import { KindIcon } from "../ui/kind-icon.tsx";
import { useReturnFocus } from "../ui/use-return-focus.ts";
import { kindTitle } from "./kind-title.ts";
import { matchScore } from "./match.ts";
import { commandsWords } from "../words/commands.ts";
import "./command-palette.css";

const MOST_NODES = 200;

/** Finds a command or a node by a few letters. */
export function CommandPalette({ onClose }: { readonly onClose: () => void }) {
  const { nodes, zones = [], annotations: notes = [] } = useDocument((document) => document.design);
  const enabled = commands.filter((command) => !command.hidden && command.id !== "view.commands" && isEnabled(command, commandContext));

  const returnFocus = useReturnFocus();
  const afterwards = useRef<() => void>(() => {});

  /** Does it once the dialog has given the focus back, so that it may move it. */
  function choose(action: () => void): void {
    afterwards.current = action;
    onClose();
  }

  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="dialog-overlay" />
        <Dialog.Content
          className="command-palette"
          aria-describedby={undefined}
          onCloseAutoFocus={(event) => {
            returnFocus(event);
            afterwards.current();
          }}
        >
          <Dialog.Title className="visually-hidden">{commandsWords.searchOrRunACommand}</Dialog.Title>
          <Cmdk label={commandsWords.searchOrRunACommand} loop filter={(_value, search, texts) => matchScore(search, texts ?? [])}>
            <div className="command-input">
              <Search size={16} aria-hidden="true" />
              <Cmdk.Input placeholder={commandsWords.searchNodesAndCommands} />
            </div>
            <Cmdk.List className="command-list scroll">
              <Cmdk.Empty className="command-empty">{commandsWords.nothingOfThatName}</Cmdk.Empty>
              {nodes.length > 0 && (
                <Cmdk.Group heading={commandsWords.nodes}>
                  {nodes.slice(0, MOST_NODES).map((node) => (
                    <Cmdk.Item key={node.id} value={`node ${node.id}`} keywords={[displayName(node), kindTitle(node.kind)]} onSelect={() => choose(() => showNear(node.id))}>
                      <KindIcon kind={node.kind} size={22} />
                      {displayName(node)}
                      <span className="command-note">{kindTitle(node.kind)}</span>
                    </Cmdk.Item>
                  ))}
                </Cmdk.Group>
              )}
              {(zones.length > 0 || notes.length > 0) && (
                <Cmdk.Group heading={commandsWords.zonesAndNotes}>
                  {zones.map(({ id, name, kind = "zone" }) => (
                    <Place key={id} value={`zone ${id}`} text={name || id} kind={kind} icon={SquareDashed} onSelect={() => choose(() => showNear(zoneKey(id)))} />
                  ))}
                  {notes.slice(0, MOST_NODES).map(({ id, text }) => (
                    <Place key={id} value={`note ${id}`} text={text.trim() || commandsWords.emptyNote} kind={commandsWords.note} icon={StickyNote} onSelect={() => choose(() => showNear(id))} />
                  ))}
                </Cmdk.Group>
              )}
              <Cmdk.Group heading={commandsWords.commands}>
                {enabled.map((command) => (
                  <CommandRow key={command.id} command={command} onSelect={() => choose(() => void perform(command, commandContext))} />
                ))}
              </Cmdk.Group>
            </Cmdk.List>
          </Cmdk>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

interface PlaceProps {
  readonly value: string;
  readonly text: string;
  readonly kind: string;
  readonly icon: LucideIcon;
  readonly onSelect: () => void;
}

/** Something on the canvas that is no node. */
function Place({ value, text, kind, icon: Icon, onSelect }: PlaceProps) {
  return (
    <Cmdk.Item value={value} keywords={[text, kind]} onSelect={onSelect}>
      <span className="command-icon">
        <Icon size={16} aria-hidden="true" />
      </span>
      <span className="command-place">{text}</span>
      <span className="command-note">{kind}</span>
    </Cmdk.Item>
  );
}

function CommandRow({ command, onSelect }: { readonly command: Command; readonly onSelect: () => void }) {
  const label = labelOf(command, commandContext);
  const shortcut = shortcutOf(command);
  return (
    <Cmdk.Item value={command.id} keywords={[label, ...(command.keywords ?? [])]} onSelect={onSelect}>
      <span className="command-icon">{command.icon && <command.icon size={16} aria-hidden="true" />}</span>
      {label}
      <span className="command-note">{shortcut ? <Keys text={shortcut} /> : command.group}</span>
    </Cmdk.Item>
  );
}

import { Command as Cmdk } from "cmdk";
import { Dialog } from "radix-ui";
import { Search } from "lucide-react";
import { useRef } from "react";
import { showElement } from "../canvas/state/show-element.ts";
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
  const nodes = useDocument((document) => document.design.nodes);
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
                    <Cmdk.Item key={node.id} value={`node ${node.id}`} keywords={[displayName(node), kindTitle(node.kind)]} onSelect={() => choose(() => showElement(node.id))}>
                      <KindIcon kind={node.kind} size={22} />
                      {displayName(node)}
                      <span className="command-note">{kindTitle(node.kind)}</span>
                    </Cmdk.Item>
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

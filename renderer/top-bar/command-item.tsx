import { DropdownMenu } from "radix-ui";
import { isEnabled, labelOf, type Command } from "../commands/command.ts";
import { commandContext } from "../commands/context.ts";
import { perform } from "../commands/perform.ts";
import { shortcutOf } from "../commands/use-command.ts";
import { Keys } from "../ui/keys.tsx";

export interface CommandItemProps {
  readonly command: Command;
  /** A line above it. */
  readonly separated: boolean;
}

/** A command in an open menu, as it reads at that moment. */
export function CommandItem({ command, separated }: CommandItemProps) {
  const label = labelOf(command, commandContext);
  const enabled = isEnabled(command, commandContext);
  const shortcut = shortcutOf(command);
  const end = shortcut && (
    <span className="menu-item-end">
      <Keys text={shortcut} />
    </span>
  );
  const select = () => void perform(command, commandContext);
  return (
    <>
      {separated && <DropdownMenu.Separator className="menu-separator" />}
      {command.checked ? (
        <DropdownMenu.CheckboxItem className="menu-item" checked={command.checked(commandContext)} disabled={!enabled} onSelect={select}>
          <span className="menu-tick">
            <DropdownMenu.ItemIndicator>✓</DropdownMenu.ItemIndicator>
          </span>
          {label}
          {end}
        </DropdownMenu.CheckboxItem>
      ) : (
        <DropdownMenu.Item className="menu-item" disabled={!enabled} onSelect={select}>
          {command.icon ? <command.icon size={15} aria-hidden="true" /> : <span className="menu-tick" />}
          {label}
          {end}
        </DropdownMenu.Item>
      )}
    </>
  );
}

import { Menu } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import { useState, type ReactNode } from "react";
import { COMMAND_GROUPS, type Command, type CommandGroup } from "../commands/command.ts";
import { commandContext } from "../commands/context.ts";
import { tellFailure } from "../commands/perform.ts";
import { commands } from "../commands/registry.ts";
import { openExample, openFile, withSavedWork } from "../files/file-actions.ts";
import { useExamples, useRecentFiles } from "../files/use-file-lists.ts";
import { Tip } from "../ui/tip.tsx";
import { CommandItem } from "./command-item.tsx";
import { topBarWords } from "../words/top-bar.ts";
import "../ui/menu.css";

const GROUP_NAMES: Readonly<Record<CommandGroup, string>> = {
  file: topBarWords.file,
  edit: topBarWords.edit,
  insert: topBarWords.insert,
  arrange: topBarWords.arrange,
  view: topBarWords.view,
  run: topBarWords.run,
  help: topBarWords.help,
};

/** Every command that is listed, in menus; files that can be opened among them. */
export function MainMenu() {
  const [open, setOpen] = useState(false);
  return (
    <DropdownMenu.Root modal={false} open={open} onOpenChange={setOpen}>
      <Tip text={topBarWords.menu}>
        <DropdownMenu.Trigger className="icon-button" aria-label={topBarWords.menu}>
          <Menu size={16} aria-hidden="true" />
        </DropdownMenu.Trigger>
      </Tip>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu" align="end" sideOffset={6} collisionPadding={8}>
          {open && <MenuBody />}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

function MenuBody() {
  const [file, help] = [listed("file"), listed("help")];
  const groups = COMMAND_GROUPS.filter((group) => group !== "file" && group !== "help" && listed(group).length > 0);
  return (
    <>
      <CommandItems commands={file.filter((command) => command.section === undefined)} />
      <FilesMenu />
      <DropdownMenu.Separator className="menu-separator" />
      <CommandItems commands={file.filter((command) => command.section !== undefined)} />
      <DropdownMenu.Separator className="menu-separator" />
      {groups.map((group) => (
        <SubMenu key={group} label={GROUP_NAMES[group]}>
          <CommandItems commands={listed(group)} />
        </SubMenu>
      ))}
      <DropdownMenu.Separator className="menu-separator" />
      <CommandItems commands={help} />
    </>
  );
}

function listed(group: CommandGroup): readonly Command[] {
  return commands.filter((command) => command.group === group && !command.hidden);
}

function CommandItems({ commands: items }: { readonly commands: readonly Command[] }) {
  return items.map((command, index) => (
    <CommandItem key={command.id} command={command} separated={index > 0 && items[index - 1]?.section !== command.section} />
  ));
}

function SubMenu({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <DropdownMenu.Sub>
      <DropdownMenu.SubTrigger className="menu-item">
        {label}
        <span className="menu-item-end" aria-hidden="true">
          ›
        </span>
      </DropdownMenu.SubTrigger>
      <DropdownMenu.Portal>
        <DropdownMenu.SubContent className="menu" collisionPadding={8}>
          {children}
        </DropdownMenu.SubContent>
      </DropdownMenu.Portal>
    </DropdownMenu.Sub>
  );
}

function FilesMenu() {
  const examples = useExamples();
  const recent = useRecentFiles();

  function open(path: string, how: typeof openFile): void {
    withSavedWork(commandContext, () => how(commandContext, path)).catch((error: unknown) => tellFailure(error, commandContext));
  }

  return (
    <>
      {recent.length > 0 && (
        <SubMenu label={topBarWords.openRecent}>
          {recent.slice(0, 10).map((file) => (
            <DropdownMenu.Item key={file.path} className="menu-item" title={file.path} onSelect={() => open(file.path, openFile)}>
              {file.name}
            </DropdownMenu.Item>
          ))}
        </SubMenu>
      )}
      {examples.length > 0 && (
        <SubMenu label={topBarWords.examples}>
          {examples.map((file) => (
            <DropdownMenu.Item key={file.path} className="menu-item" title={file.description} onSelect={() => open(file.path, openExample)}>
              {file.name}
            </DropdownMenu.Item>
          ))}
        </SubMenu>
      )}
    </>
  );
}

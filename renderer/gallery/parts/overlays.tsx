import { DropdownMenu } from "radix-ui";
import { useState } from "react";
import { commands } from "../../commands/registry.ts";
import { CommandItem } from "../../top-bar/command-item.tsx";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import "../../ui/menu.css";
import { Tip } from "../../ui/tip.tsx";
import { galleryWords } from "../../words/gallery.ts";
import { Part, Row } from "../part.tsx";

const words = galleryWords.overlays;

/** What opens over the page: a dialog, a menu, a tooltip. */
export function Overlays() {
  const [isOpen, setOpen] = useState(false);
  return (
    <Part id="overlays" title={words.title}>
      <Row title={words.dialogs}>
        <Button onClick={() => setOpen(true)}>{words.dialog}</Button>
        {isOpen && (
          <Dialog
            title={words.dialogTitle}
            description={words.dialogText}
            size="small"
            onClose={() => setOpen(false)}
            actions={
              <>
                <Button onClick={() => setOpen(false)}>{words.cancel}</Button>
                <Button variant="primary" data-autofocus="true" onClick={() => setOpen(false)}>
                  {words.save}
                </Button>
              </>
            }
          />
        )}
        <DropdownMenu.Root modal={false}>
          <DropdownMenu.Trigger className="button button-plain button-medium">{words.menu}</DropdownMenu.Trigger>
          <DropdownMenu.Portal>
            <DropdownMenu.Content className="menu" align="start" sideOffset={6} collisionPadding={8} aria-label={words.menuLabel}>
              {commands
                .filter(({ group, hidden }) => group === "view" && !hidden)
                .map((command, index, all) => (
                  <CommandItem key={command.id} command={command} separated={index > 0 && all[index - 1]?.section !== command.section} />
                ))}
            </DropdownMenu.Content>
          </DropdownMenu.Portal>
        </DropdownMenu.Root>
        <Tip text={words.tip} shortcut="Ctrl K">
          <Button>{words.tipOn}</Button>
        </Tip>
      </Row>
    </Part>
  );
}

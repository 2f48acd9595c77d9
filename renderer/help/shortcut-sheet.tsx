import { COMMAND_GROUPS, labelOf, type CommandGroup } from "../commands/command.ts";
import { commandContext } from "../commands/context.ts";
import { formatKeys } from "../commands/keys.ts";
import { commands } from "../commands/registry.ts";
import { Dialog } from "../ui/dialog.tsx";
import { Keys } from "../ui/keys.tsx";
import { commandsWords } from "../words/commands.ts";
import "./shortcut-sheet.css";

const NAMES: Readonly<Record<CommandGroup, string>> = { file: commandsWords.file, edit: commandsWords.edit, insert: commandsWords.insert, arrange: commandsWords.arrange, view: commandsWords.view, run: commandsWords.run, help: commandsWords.help };

/** Every shortcut there is, by menu. */
export function ShortcutSheet({ onClose }: { readonly onClose: () => void }) {
  return (
    <Dialog title={commandsWords.keyboardShortcuts} size="large" reading onClose={onClose}>
      <div className="shortcut-sheet">
        {COMMAND_GROUPS.map((group) => {
          const listed = commands.filter((command) => command.group === group && (command.keys?.length ?? 0) > 0);
          if (listed.length === 0) return null;
          return (
            <section key={group}>
              <h3>{NAMES[group]}</h3>
              <dl>
                {listed.map((command) => (
                  <div key={command.id}>
                    <dt>{labelOf(command, commandContext)}</dt>
                    <dd>
                      {command.keys?.slice(0, 2).map((keys) => (
                        <Keys key={keys} text={formatKeys(keys)} />
                      ))}
                    </dd>
                  </div>
                ))}
              </dl>
            </section>
          );
        })}
      </div>
    </Dialog>
  );
}

import type { DesktopBridge, MenuItem } from "../../engine/contract/desktop.ts";
import { COMMAND_GROUPS, isEnabled, labelOf, type CommandContext } from "../commands/command.ts";
import { acceleratorOf } from "../commands/keys.ts";
import { perform, tellFailure } from "../commands/perform.ts";
import { commandOf, commands } from "../commands/registry.ts";
import { desktopBridge } from "../connection/connection.ts";
import { openFile, withSavedWork } from "../files/file-actions.ts";
import { isEdited } from "../stores/document-state.ts";

const MENU_DELAY_MS = 100;

/** Where a desktop shell is: its menu, its title bar, files opened from outside, and closing with unsaved work. */
export function followDesktop(context: CommandContext, bridge: DesktopBridge | undefined = desktopBridge()): void {
  followTitle(context, bridge);
  if (!bridge) return;
  followMenu(context, bridge);
  bridge.onCommand((id) => {
    const command = commandOf(id);
    if (command) void perform(command, context);
  });
  bridge.onOpenFile((path) => {
    withSavedWork(context, () => openFile(context, path)).catch((error: unknown) => tellFailure(error, context));
  });
  bridge.onCloseRequested(() => {
    void withSavedWork(
      context,
      async () => bridge.confirmClose(),
      () => bridge.cancelClose(),
    );
  });
}

/** The commands as a native menu shows them now. */
export function menuItems(context: CommandContext): MenuItem[] {
  return COMMAND_GROUPS.flatMap((group) =>
    commands
      .filter((command) => command.group === group && !command.hidden)
      .map((command): MenuItem => {
        const accelerator = command.keys?.[0] === undefined ? undefined : acceleratorOf(command.keys[0]);
        return {
          id: command.id,
          label: labelOf(command, context).slice(0, 100),
          group,
          ...(command.section === undefined ? {} : { section: command.section }),
          ...(accelerator === undefined ? {} : { accelerator }),
          enabled: isEnabled(command, context),
          ...(command.checked ? { checked: command.checked(context) } : {}),
          ...(command.role ? { role: command.role } : {}),
        };
      }),
  );
}

function followMenu(context: CommandContext, bridge: DesktopBridge): void {
  let sent = "";
  let timer: ReturnType<typeof setTimeout> | undefined;
  function send(): void {
    timer = undefined;
    const items = menuItems(context);
    const text = JSON.stringify(items);
    if (text === sent) return;
    sent = text;
    bridge.setMenu(items);
  }
  function sendSoon(): void {
    timer ??= setTimeout(send, MENU_DELAY_MS);
  }
  send();
  context.document.subscribe(sendSoon);
  context.session.subscribe(sendSoon);
  context.run.subscribe(sendSoon);
}

/** The tab's title in a browser, the window's on a desktop. */
function followTitle({ document: store }: CommandContext, bridge: DesktopBridge | undefined): void {
  let sent = "";
  function send(): void {
    const state = store.getState();
    const title = { name: state.design.name, path: state.path, dirty: isEdited(state) };
    const text = JSON.stringify(title);
    if (text === sent) return;
    sent = text;
    document.title = `${title.dirty ? "• " : ""}${title.name} – Spillway`;
    bridge?.setDocument(title);
  }
  send();
  store.subscribe(send);
}

import type { MenuItemConstructorOptions } from "electron";
import type { MenuItem } from "../engine/contract/desktop.ts";

/** The order of the menu bar; groups of the screen's own come before `help`. */
const GROUP_ORDER = ["file", "edit", "insert", "arrange", "view", "run"];
const HELP = "help";

export interface MenuOptions {
  items: readonly MenuItem[];
  platform: NodeJS.Platform;
  onCommand(commandId: string): void;
}

/**
 * The native menu for the screen's commands, plus what only the system can do (hide, quit, minimise).
 * Shortcuts are shown, not registered: the screen handles keys itself, so one press acts once and a
 * text field keeps its own editing keys.
 */
export function buildMenuTemplate(options: MenuOptions): MenuItemConstructorOptions[] {
  const isMac = options.platform === "darwin";
  const groups = groupsInOrder(options.items);
  const menus = groups.map((group) => ({
    id: `menu:${group}`,
    label: menuLabel(group),
    ...(group === HELP ? { role: "help" as const } : {}),
    submenu: [
      ...commandItems(options.items.filter((item) => item.group === group), (id) => options.onCommand(id)),
      ...systemItems(group, isMac),
    ],
  }));
  const windowMenu: MenuItemConstructorOptions = { role: "windowMenu" };
  const helpAt = groups.indexOf(HELP);
  const withWindow = helpAt === -1
    ? [...menus, windowMenu]
    : [...menus.slice(0, helpAt), windowMenu, ...menus.slice(helpAt)];
  return isMac ? [{ role: "appMenu" }, ...withWindow] : withWindow;
}

/** `file`, `edit` and `view` are always there: they hold the system's own items. */
function groupsInOrder(items: readonly MenuItem[]): string[] {
  const present = new Set(["file", "edit", "view", ...items.map((item) => item.group)]);
  const known = GROUP_ORDER.filter((group) => present.has(group));
  const own = [...present].filter((group) => !GROUP_ORDER.includes(group) && group !== HELP);
  return [...known, ...own, ...(present.has(HELP) ? [HELP] : [])];
}

function menuLabel(group: string): string {
  return `${group.charAt(0).toUpperCase()}${group.slice(1)}`;
}

function commandItems(
  items: readonly MenuItem[],
  onCommand: (commandId: string) => void,
): MenuItemConstructorOptions[] {
  return items.flatMap((item, index) => {
    const startsSection = index > 0 && items[index - 1]?.section !== item.section;
    const built = item.role === undefined ? commandItem(item, onCommand) : roleItem(item, item.role);
    return startsSection ? [{ type: "separator" as const }, built] : [built];
  });
}

function commandItem(item: MenuItem, onCommand: (commandId: string) => void): MenuItemConstructorOptions {
  return {
    id: item.id,
    label: item.label,
    enabled: item.enabled,
    ...(item.accelerator === undefined ? {} : { accelerator: item.accelerator }),
    ...(item.checked === undefined ? {} : { type: "checkbox" as const, checked: item.checked }),
    registerAccelerator: false,
    click: () => onCommand(item.id),
  };
}

/** Not disabled with its command: a text field may have the focus. */
function roleItem(item: MenuItem, role: NonNullable<MenuItem["role"]>): MenuItemConstructorOptions {
  return { id: item.id, label: item.label, role, registerAccelerator: false };
}

function systemItems(group: string, isMac: boolean): MenuItemConstructorOptions[] {
  if (group === "file") {
    return [{ type: "separator" }, isMac ? { role: "close" } : { role: "quit", label: "Quit" }];
  }
  if (group === "view") return [{ type: "separator" }, { role: "togglefullscreen" }];
  return [];
}

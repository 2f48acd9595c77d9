import type { MenuItemConstructorOptions } from "electron";
import { expect, test, vi } from "vitest";
import type { MenuItem } from "../engine/contract/desktop.ts";
import { buildMenuTemplate } from "./menu.ts";

const items: MenuItem[] = [
  { id: "help.about", label: "About", group: "help", enabled: true },
  { id: "file.open", label: "Open…", group: "file", section: "open", accelerator: "CmdOrCtrl+O", enabled: true },
  { id: "file.save", label: "Save", group: "file", section: "save", accelerator: "CmdOrCtrl+S", enabled: false },
  { id: "edit.copy", label: "Copy", group: "edit", accelerator: "CmdOrCtrl+C", enabled: false, role: "copy" },
  { id: "view.grid", label: "Grid", group: "view", enabled: true, checked: true },
  { id: "lesson.next", label: "Next", group: "lesson", enabled: true },
];

function build(platform: NodeJS.Platform, onCommand: (id: string) => void = () => undefined): MenuItemConstructorOptions[] {
  return buildMenuTemplate({ items, platform, onCommand });
}

function submenu(template: MenuItemConstructorOptions[], label: string): MenuItemConstructorOptions[] {
  return (template.find((menu) => menu.label === label)?.submenu ?? []) as MenuItemConstructorOptions[];
}

test("menus stand in the usual order, ones of our own before the window's and help", () => {
  const names = build("linux").map((menu) => menu.label ?? menu.role);
  expect(names).toEqual(["File", "Edit", "View", "Lesson", "windowMenu", "Help"]);
  expect(build("darwin")[0]).toEqual({ role: "appMenu" });
});

test("a click hands back the command's id", () => {
  const onCommand = vi.fn();
  const open = submenu(build("linux", onCommand), "File")[0];
  const click = open?.click as (() => void) | undefined;
  click?.();
  expect(onCommand.mock.calls).toEqual([["file.open"]]);
});

test("shortcuts are shown and never registered", () => {
  const all = build("linux").flatMap((menu) => (menu.submenu ?? []) as MenuItemConstructorOptions[]);
  const commands = all.filter((item) => items.some(({ id }) => id === item.id));
  expect(commands).toHaveLength(items.length);
  expect(commands.every((item) => item.registerAccelerator === false)).toBe(true);
  expect(commands.find((item) => item.id === "file.save")?.accelerator).toBe("CmdOrCtrl+S");
});

test("a separator stands where the section changes", () => {
  expect(submenu(build("linux"), "File").map((item) => item.id ?? item.type ?? item.role)).toEqual([
    "file.open", "separator", "file.save", "separator", "quit",
  ]);
});

test("an editing role stays enabled for text fields; a switch shows its state", () => {
  const template = build("linux");
  expect(submenu(template, "Edit")[0]).toMatchObject({ role: "copy" });
  expect(submenu(template, "Edit")[0]?.enabled).toBeUndefined();
  expect(submenu(template, "View")[0]).toMatchObject({ type: "checkbox", checked: true });
});

test("before the screen has sent commands there is still a way to quit", () => {
  const template = buildMenuTemplate({ items: [], platform: "linux", onCommand: () => undefined });
  expect(submenu(template, "File").some((item) => item.role === "quit")).toBe(true);
});

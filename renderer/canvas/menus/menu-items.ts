/** What a right click was on. */
export type MenuTarget = "canvas" | "node" | "nodes" | "edge";

const EDITING = ["edit.cut", "edit.copy", "edit.paste", "edit.duplicate"];

const MENUS: Record<MenuTarget, readonly (readonly string[])[]> = {
  canvas: [
    ["insert.quick-add", "insert.note"],
    ["edit.paste", "edit.select-all"],
    ["view.fit", "arrange.auto-layout"],
    ["edit.undo", "edit.redo"],
  ],
  node: [["node.inspect", "node.rename", "node.connect"], EDITING, ["edit.delete"]],
  nodes: [
    EDITING,
    ["arrange.align-left", "arrange.align-centre", "arrange.align-right", "arrange.align-top", "arrange.align-middle", "arrange.align-bottom"],
    ["arrange.distribute-horizontally", "arrange.distribute-vertically", "arrange.auto-layout"],
    ["view.fit-selection", "edit.delete"],
  ],
  edge: [["node.inspect"], ["edit.delete"]],
};

/** Ids of the commands of a right-click menu, by section. */
export function menuFor(target: MenuTarget): readonly (readonly string[])[] {
  return MENUS[target];
}

/** Ids of every command that some right-click menu offers. */
export function menuCommandIds(): readonly string[] {
  return [...new Set(Object.values(MENUS).flat(2))];
}

/** What a right click was on. */
export type MenuTarget = "canvas" | "node" | "note" | "nodes" | "edge" | "zone";

const EDITING = ["edit.cut", "edit.copy", "edit.paste", "edit.duplicate"];

const MENUS: Record<MenuTarget, readonly (readonly string[])[]> = {
  canvas: [
    ["insert.quick-add", "insert.note", "zone.add"],
    ["edit.paste", "edit.select-all"],
    ["view.fit", "arrange.auto-layout"],
    ["edit.undo", "edit.redo"],
  ],
  node: [["node.inspect", "node.rename", "node.connect", "metrics.pin"], ["alert.add", "run.break"], ["zone.put", "zone.leave"], EDITING, ["edit.delete"]],
  note: [["node.rename"], EDITING, ["edit.delete"]],
  nodes: [
    EDITING,
    ["zone.new", "zone.put", "zone.leave"],
    ["arrange.align-left", "arrange.align-centre", "arrange.align-right", "arrange.align-top", "arrange.align-middle", "arrange.align-bottom"],
    ["arrange.distribute-horizontally", "arrange.distribute-vertically", "arrange.auto-layout"],
    ["view.fit-selection", "edit.delete"],
  ],
  edge: [["node.inspect", "node.rename", "metrics.pin"], ["edge.insert", "edge.move-to", "edge.move-from"], ["edit.delete"]],
  zone: [["node.inspect", "node.rename", "zone.select-nodes"], ["zone.start", "zone.stop", "zone.kill", "run.break"], EDITING, ["zone.leave"]],
};

/** Ids of the commands of a right-click menu, by section. */
export function menuFor(target: MenuTarget): readonly (readonly string[])[] {
  return MENUS[target];
}

/** Ids of every command that some right-click menu offers. */
export function menuCommandIds(): readonly string[] {
  return [...new Set(Object.values(MENUS).flat(2))];
}

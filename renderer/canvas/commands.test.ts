import { describe, expect, it } from "vitest";
import { commandContext } from "../commands/context.ts";
import { isEnabled } from "../commands/command.ts";
import { commandOf, commands } from "../commands/registry.ts";
import { emptyDesign } from "../../design/document/new-design.ts";
import type { DesignNode } from "../../design/document/schema.ts";
import { canvasCommands } from "./commands.ts";
import { menuCommandIds } from "./menus/menu-items.ts";
import { keepScene } from "./state/scene-store.ts";

const { document: store, session } = commandContext;

function node(id: string, x: number, y = 0): DesignNode {
  return { id, kind: "queue", position: { x, y } };
}

function open(nodes: DesignNode[]): void {
  store.getState().replace({ ...emptyDesign("test"), nodes }, { path: null, hash: null });
  session.getState().clearSelection();
}

async function perform(id: string): Promise<void> {
  const command = commandOf(id);
  if (command === undefined || !isEnabled(command, commandContext)) throw new Error(`${id} cannot be performed`);
  await command.perform(commandContext);
}

function positions(): Record<string, [number, number]> {
  return Object.fromEntries(store.getState().design.nodes.map(({ id, position }) => [id, [position.x, position.y]]));
}

keepScene();
document.body.innerHTML = '<section class="canvas" tabindex="0"></section>';

describe("canvas commands", () => {
  it("have ids of their own, and shortcuts that no other command takes, but for Escape in the presenter view", () => {
    expect(new Set(commands.map(({ id }) => id)).size).toBe(commands.length);
    const ours = canvasCommands.flatMap(({ id, keys = [] }) => keys.map((key) => ({ id, key })));
    for (const { id, key } of ours) {
      const others = commands.filter((command) => command.id !== id && command.id !== "lesson.stop-presenting" && (command.keys ?? []).includes(key));
      expect(others.map((command) => command.id), key).toEqual([]);
    }
  });

  it("are all there that the right-click menus offer", () => {
    for (const id of menuCommandIds()) expect(commandOf(id)?.id).toBe(id);
  });

  it("move only what is selected, and taken back together", async () => {
    open([node("a", 0), node("b", 400)]);
    session.getState().select({ nodes: ["a"] });
    for (const direction of ["right", "right", "down-far"]) await perform(`arrange.move-${direction}`);
    expect(positions()).toEqual({ a: [8, 20], b: [400, 0] });
    store.getState().undo();
    expect(positions()).toEqual({ a: [0, 0], b: [400, 0] });
  });

  it("align and distribute as one step of undo each", async () => {
    open([node("a", 0, 0), node("b", 300, 40), node("c", 1000, 80)]);
    session.getState().select({ nodes: ["a", "b", "c"] });
    await perform("arrange.align-top");
    await perform("arrange.distribute-horizontally");
    expect(positions()).toEqual({ a: [0, 0], b: [500, 0], c: [1000, 0] });
    store.getState().undo();
    store.getState().undo();
    expect(positions()).toEqual({ a: [0, 0], b: [300, 40], c: [1000, 80] });
  });

  it("duplicate and delete, and select what came", async () => {
    open([node("a", 0)]);
    session.getState().select({ nodes: ["a"] });
    await perform("edit.duplicate");
    const [copy] = session.getState().selection.nodes;
    expect(positions()).toEqual({ a: [0, 0], [copy ?? ""]: [32, 32] });
    await perform("edit.delete");
    expect(Object.keys(positions())).toEqual(["a"]);
    expect(session.getState().selection.nodes).toEqual([]);
  });

  it("take back the highlighted event first, then the selection", async () => {
    open([node("a", 0)]);
    await perform("edit.select-all");
    session.getState().selectEvent("root");
    await perform("edit.select-nothing");
    expect(session.getState()).toMatchObject({ selectedEvent: null, selection: { nodes: ["a"] } });
    await perform("edit.select-nothing");
    expect(session.getState().selection.nodes).toEqual([]);
    expect(isEnabled(commandOf("edit.select-nothing") ?? canvasCommands[0]!, commandContext)).toBe(false);
  });

  it("leave plain keys to other parts of the window while the keyboard is there", () => {
    open([node("a", 0)]);
    session.getState().select({ nodes: ["a"] });
    const field = document.body.appendChild(document.createElement("button"));
    field.focus();
    expect(isEnabled(commandOf("edit.delete") ?? canvasCommands[0]!, commandContext)).toBe(false);
    field.setAttribute("role", "menu");
    expect(isEnabled(commandOf("edit.delete") ?? canvasCommands[0]!, commandContext)).toBe(true);
    field.remove();
    expect(isEnabled(commandOf("edit.delete") ?? canvasCommands[0]!, commandContext)).toBe(true);
  });
});

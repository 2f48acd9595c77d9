import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyDesign } from "../testing/arbitrary-design.ts";
import { anyOperations } from "../testing/arbitrary-operations.ts";
import { applyDiff } from "./diff.ts";
import { EMPTY_HISTORY, mark, MAX_HISTORY, record, redo, undo, type History } from "./history.ts";
import { emptyDesign } from "./new-design.ts";
import { renameDesign } from "./operations-document.ts";
import { moveNodes } from "./operations.ts";
import type { Design } from "./schema.ts";

/** A design with its history, as the editor holds them. */
class Editor {
  history: History = EMPTY_HISTORY;
  design: Design;

  constructor(design: Design) {
    this.design = design;
  }

  rename(name: string, mergeKey?: string): this {
    const diff = renameDesign(this.design, name);
    this.history = record(this.history, diff, `Rename to ${name}`, mergeKey === undefined ? {} : { mergeKey });
    this.design = applyDiff(this.design, diff);
    return this;
  }

  mark(): this {
    this.history = mark(this.history);
    return this;
  }

  undo(): string | null {
    const step = undo(this.history, this.design);
    this.history = step.history;
    this.design = step.design;
    return step.label;
  }

  redo(): string | null {
    const step = redo(this.history, this.design);
    this.history = step.history;
    this.design = step.design;
    return step.label;
  }
}

describe("undo and redo", () => {
  it("walk back to the beginning and forth to the end, through any operations", () => {
    fc.assert(
      fc.property(anyDesign, anyOperations, fc.array(fc.nat(3)), (design, operations, keys) => {
        let [history, current] = [EMPTY_HISTORY, design];
        const seen: Design[] = [design];
        operations.forEach((operation, index) => {
          const diff = operation(current);
          if (diff === null) return;
          const key = keys[index];
          history = record(history, diff, `Step ${index}`, key === undefined || key === 0 ? {} : { mergeKey: String(key) });
          current = applyDiff(current, diff);
          seen.length = history.past.length;
          seen.push(current);
        });
        const last = current;
        let [backward, forward] = [0, 0];
        for (let step = undo(history, current); step.label !== null; step = undo(history, current)) {
          [history, current] = [step.history, step.design];
          backward += 1;
          expect(current).toStrictEqual(seen[history.past.length]);
        }
        expect(current).toStrictEqual(design);
        for (let step = redo(history, current); step.label !== null; step = redo(history, current)) {
          [history, current] = [step.history, step.design];
          forward += 1;
        }
        expect(current).toStrictEqual(last);
        expect(forward).toBe(backward);
      }),
      { numRuns: 200 },
    );
  });

  it("give the label of what they did, and null when there is nothing", () => {
    const editor = new Editor(emptyDesign("A")).rename("B").rename("C");
    expect([editor.undo(), editor.undo(), editor.undo()]).toEqual(["Rename to C", "Rename to B", null]);
    expect(editor.design.name).toBe("A");
    expect([editor.redo(), editor.redo(), editor.redo()]).toEqual(["Rename to B", "Rename to C", null]);
    expect(editor.design.name).toBe("C");
  });

  it("a new change forgets what could be redone; one that changes nothing does not", () => {
    const editor = new Editor(emptyDesign("A")).rename("B");
    editor.undo();
    editor.rename("A");
    expect(editor.history.future).toHaveLength(1);
    editor.rename("C");
    expect(editor.redo()).toBeNull();
    expect(editor.design.name).toBe("C");
  });

  it("changes with one key are one step, until another key, a mark or an undo", () => {
    const typed = new Editor(emptyDesign("")).rename("a", "name").rename("ab", "name").rename("abc", "name");
    expect(typed.history.past.map((entry) => entry.label)).toEqual(["Rename to abc"]);
    typed.mark().rename("abcd", "name");
    expect(typed.history.past).toHaveLength(2);
    typed.rename("x", "other").rename("y");
    expect(typed.history.past).toHaveLength(4);
    typed.undo();
    typed.undo();
    typed.rename("z", "name");
    expect(typed.history.past).toHaveLength(3);
    expect(typed.undo()).toBe("Rename to z");
    expect(typed.design.name).toBe("abcd");
    typed.undo();
    typed.undo();
    expect(typed.design.name).toBe("");
  });

  it("a step that was redone is closed", () => {
    const editor = new Editor(emptyDesign("")).rename("a", "name");
    editor.undo();
    editor.redo();
    editor.rename("b", "name");
    expect([editor.undo(), editor.undo()]).toEqual(["Rename to b", "Rename to a"]);
  });

  it("a step that came back to where it began is no step", () => {
    const editor = new Editor(emptyDesign("A")).rename("B", "name").rename("A", "name");
    expect(editor.history.past).toEqual([]);
  });

  it("forget the oldest steps beyond a limit", () => {
    const editor = new Editor(emptyDesign("start"));
    for (let step = 0; step < MAX_HISTORY + 5; step += 1) editor.rename(`name ${step}`);
    expect(editor.history.past).toHaveLength(MAX_HISTORY);
    while (editor.undo() !== null);
    expect(editor.design.name).toBe("name 4");
  });

  it("a drag of many moves is one step back", () => {
    let [history, design] = [EMPTY_HISTORY, { ...emptyDesign(), nodes: [{ id: "a", kind: "sink", position: { x: 0, y: 0 } }] } as Design];
    for (let x = 1; x <= 100; x += 1) {
      const diff = moveNodes(design, new Map([["a", { x, y: 0 }]]));
      history = record(history, diff, "Move", { mergeKey: "drag" });
      design = applyDiff(design, diff);
    }
    expect(undo(history, design).design.nodes[0]?.position).toEqual({ x: 0, y: 0 });
  });
});

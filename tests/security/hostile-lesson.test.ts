import { describe, expect, it } from "vitest";
import { designPathOf, loadLesson } from "../../design/lessons/load-lesson.ts";
import { parseMarkdown } from "../../design/lessons/markdown.ts";

const MARKUP = ["<script>alert(1)</script>", '<img src=x onerror="alert(1)">', "[click](javascript:alert(1))", "![](http://evil.example/pixel.png)", "<http://evil.example>", "&lt;b&gt;"];

describe("a lesson from a stranger", () => {
  it.each(MARKUP)("is text, whatever markup it is made of: %s", (markup) => {
    for (const block of parseMarkdown(`${markup}\n\n- ${markup}`)) {
      const spans = block.type === "paragraph" ? block.spans : block.items.flat();
      // The screen makes elements of bold and code alone, and gives React the texts.
      expect(spans.every(({ style }) => style === "plain")).toBe(true);
      expect(spans.map(({ text }) => text).join("")).toBe(markup);
    }
  });

  it("brings in no design from outside of its folder, and none that would not be opened", () => {
    const lesson = (design: string): string => JSON.stringify({ format: "spillway-lesson", version: 1, design });
    for (const path of ["../../secret.spillway.json", "/etc/passwd", "a/../../b.spillway.json", "C:\\x.spillway.json"]) expect([path, designPathOf(lesson(path))]).toEqual([path, null]);
    const hostile = `{"format":"spillway-lesson","version":1,"title":"x","design":{"format":"spillway","version":1,"name":"x","nodes":[],"edges":[],"__proto__":{"polluted":true}},"steps":[]}`;
    expect(loadLesson(hostile, null).ok).toBe(false);
    expect(loadLesson(lesson("x.spillway.json"), "[".repeat(100_000)).ok).toBe(false);
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  });
});

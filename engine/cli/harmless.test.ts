import { expect, test } from "vitest";
import { harmless } from "./harmless.ts";

test("what this tool writes is shown as it is", () => {
  for (const own of ["", "a\n\tb\r\n", "\u001B[1;31mred\u001B[0m", "\r\u001B[2Krunning 1 s", "Überweisung · 北京 🙂"]) expect(harmless(own)).toBe(own);
});

test("names that would command the terminal are not carried out", () => {
  expect(harmless("\u001B]0;owned\u0007x")).toBe("�]0;owned�x");
  expect(harmless("a\u001B[2J\u001B[Hb")).toBe("a�[2J�[Hb");
  expect(harmless("\u001B]8;;http://evil\u0007link")).toBe("�]8;;http://evil�link");
  expect(harmless("done\r\u001B[2Kfailed")).toBe("done��[2Kfailed");
  expect(harmless("a\rb\bc\u009B2Jd")).toBe("a�b�c�2Jd");
  expect(harmless("user\u202Efdp.exe")).toBe("user�fdp.exe");
});

import { describe, expect, it } from "vitest";
import { IdTable, type Known } from "./id-table.ts";

function all(table: IdTable): Map<string, Known> {
  const found = new Map<string, Known>();
  table.forEach((high, low, known) => found.set(`${high}.${low}`, known));
  return found;
}

describe("a table of ids", () => {
  it("counts each by both of its words, whatever signs they have", () => {
    const table = new IdTable();
    table.count(1, 7, 3, "claims");
    table.count(1, 7, 3, "ends");
    table.count(1, 7, 3, "ends");
    table.count(2, 7, 4, "puts");
    table.count(-1, -2, 5, "present");
    table.count(0xffffffff, 0xfffffffe, 5, "present");
    expect(all(table)).toEqual(
      new Map([
        ["1.7", { place: 3, claimed: true, puts: 0, ends: 2, present: 0 }],
        ["2.7", { place: 4, claimed: false, puts: 1, ends: 0, present: 0 }],
        ["4294967295.4294967294", { place: 5, claimed: false, puts: 0, ends: 0, present: 2 }],
      ]),
    );
    table.clearPresent();
    expect(all(table).get("4294967295.4294967294")?.present).toBe(0);
  });

  it("keeps every count as it grows", () => {
    const table = new IdTable();
    const many = 20_000;
    for (let n = 0; n < many; n++) for (let times = 0; times <= n % 3; times++) table.count(n, n * 64, n % 5, "puts");
    expect(table.size).toBe(many);
    const found = all(table);
    for (let n = 0; n < many; n++) expect(found.get(`${n}.${n * 64}`)).toMatchObject({ place: n % 5, puts: (n % 3) + 1 });
  });

  it("does not wrap round", () => {
    const table = new IdTable();
    for (let n = 0; n < 300; n++) table.count(1, 1, 0, "ends");
    expect(all(table).get("1.1")?.ends).toBe(255);
  });
});

import { describe, expect, it } from "vitest";
import { emittedIn, SourceAudit } from "./source-audit.ts";

describe("what a source records for an audit", () => {
  it("E4 goes on behind what a process before it wrote, and writes each record once", async () => {
    const audit = new SourceAudit(() => Promise.resolve(7));
    audit.add("e1", "2.e3");
    audit.add("e2", "");
    const first = await audit.take();
    expect(first).toMatchObject([{ n: 8, text: "e1>2.e3,e2>" }]);
    audit.wrote(first, 8);
    expect([audit.hasMore, await audit.take()]).toEqual([false, []]);
    expect(emittedIn(first[0]!.text)).toEqual([{ event: "e1", children: "2.e3" }, { event: "e2", children: "" }]);
  });

  it("E4 writes again what a server does not have any more", async () => {
    let has = 0;
    const audit = new SourceAudit(() => Promise.resolve(has));
    for (const event of ["e1", "e2", "e3"]) {
      audit.add(event, "");
      audit.wrote(await audit.take(), ++has);
    }
    // It comes back without the last two, and a record that was on its way finds none before it.
    has = 1;
    audit.add("e4", "");
    audit.wrote(await audit.take(), has);
    expect((await audit.take()).map(({ n, text }) => [n, text])).toEqual([[2, "e2>"], [3, "e3>"], [4, "e4>"]]);
  });
});

import { describe, expect, it } from "vitest";
import { identityText } from "../core/identity.ts";
import { recordedEvents } from "../core/outcome.ts";
import { SourceAudit } from "./source-audit.ts";

const event = (n: number) => ({ high: 0, low: n });
const id = (n: number): string => identityText(0, n);

describe("what a source records for an audit", () => {
  it("E4 goes on behind what a process before it wrote, and writes each record once", async () => {
    const audit = new SourceAudit(() => Promise.resolve(7));
    audit.add(event(1), "2.e3");
    audit.add(event(2), "");
    const first = await audit.take();
    expect(first).toMatchObject([{ n: 8, text: `${id(1)}>2.e3,${id(2)}>` }]);
    audit.wrote(first, 8);
    expect([audit.hasMore, await audit.take()]).toEqual([false, []]);
    expect(recordedEvents(first[0]!.text)).toEqual([{ event: id(1), children: "2.e3" }, { event: id(2), children: "" }]);
  });

  it("E4 writes again what a server does not have any more", async () => {
    let has = 0;
    const audit = new SourceAudit(() => Promise.resolve(has));
    for (const n of [1, 2, 3]) {
      audit.add(event(n), "");
      audit.wrote(await audit.take(), ++has);
    }
    // It comes back without the last two, and a record that was on its way finds none before it.
    has = 1;
    audit.add(event(4), "");
    audit.wrote(await audit.take(), has);
    expect((await audit.take()).map(({ n, text }) => [n, text])).toEqual([2, 3, 4].map((n) => [n, `${id(n)}>`]));
  });
});

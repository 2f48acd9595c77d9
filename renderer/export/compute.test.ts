import { expect, it } from "vitest";
import { orderPipeline } from "../../tests/support/designs.ts";
import { createExporter, exportNow, type ExportOutcome, type ExportRequest } from "./compute.ts";

const request = (target: string): ExportRequest => ({ design: orderPipeline(), target, options: {} });

it("leaves out requests that a newer one has overtaken", async () => {
  const begun: { target: string; end: (outcome: ExportOutcome) => void }[] = [];
  const exporter = createExporter(({ target }) => new Promise((end) => void begun.push({ target, end })));
  const outcomes = ["a", "b", "c"].map((target) => exporter.compute(request(target)));
  const done: ExportOutcome = { ok: true, files: [], losses: [] };
  begun[0]?.end(done);
  expect(await outcomes[0]).toBe(done);
  expect(await outcomes[1]).toBeNull();
  begun[1]?.end(done);
  expect(await outcomes[2]).toBe(done);
  expect(begun.map(({ target }) => target)).toEqual(["a", "c"]);
});

it("makes an outcome of what the design or an option does not allow", async () => {
  expect(exportNow({ ...request("mermaid"), design: { ...orderPipeline(), nodes: [] } })).toMatchObject({ ok: false, error: { code: "design-has-problems" } });
  expect(exportNow({ ...request("mermaid"), options: { direction: "up" } })).toMatchObject({ ok: false, error: { code: "wrong-use" } });
  const broken = createExporter(() => Promise.reject(new Error("worker died")));
  expect(await broken.compute(request("mermaid"))).toMatchObject({ ok: false, error: { message: "worker died" } });
});

import { inflateSync } from "node:zlib";
import fc from "fast-check";
import { expect, it } from "vitest";
import { emptyDesign } from "../../design/document/new-design.ts";
import type { Sample } from "../contract/sample.ts";
import { hashOf } from "../contract/root-hash.ts";
import { Recorder } from "../contract/replay/recorder.ts";
import { samplesOf } from "../contract/replay/sample-log.ts";
import { replayPage } from "./replay-page.ts";

const PLAYER = '<title>SPILLWAY_TITLE</title><script id="recording" type="text/plain">SPILLWAY_RECORDING</script><script>play()</script>';
const PARTS = /^<title>([^<>"']*)<\/title><script id="recording" type="text\/plain">([A-Za-z0-9+/=]+)<\/script><script>play\(\)<\/script>$/;

const hostile = fc.oneof(
  fc.string({ unit: "binary", maxLength: 60 }),
  fc.constantFrom("</script><script>alert(1)</script>", "</title>", "<!--", "]]>", "$&$1$`", "SPILLWAY_RECORDING", "SPILLWAY_TITLE", "\u2028\u2029", "\ud800", '"\'`${x}', "&lt;"),
);

it("no name breaks out of the page, and every name comes back as it was", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(hostile, { minLength: 3, maxLength: 3 }).filter((names) => !names.some((name) => name.includes("://"))), async ([name = "", node = "", reason = ""]) => {
      const design = { ...emptyDesign(name), nodes: [{ id: "the-sink", kind: "sink", name: node, position: { x: 0, y: 0 } }] };
      const recorder = new Recorder({ mode: "live", seed: 1, design, forMs: null });
      recorder.acceptSamples([{ type: "span", node: "the-sink", event: "e", root: "r", startMs: 1, waitMs: 0, serviceMs: 1, attempt: 1, outcome: "failed", reason }]);
      const { html } = await replayPage(PLAYER, recorder, 0);
      const [, title, packed] = PARTS.exec(html) ?? [];
      expect(title).toBeDefined();
      const recording = JSON.parse(inflateSync(Buffer.from(packed ?? "", "base64")).toString());
      expect([recording.designs[0].design.name, recording.designs[0].design.nodes[0].name, samplesOf(recording.samples)[0]]).toEqual([name, node, expect.objectContaining({ node: "the-sink", reason })]);
    }),
  );
});

it("a recording that is too large is thinned until it fits, and says so", async () => {
  const recorder = new Recorder({ mode: "live", seed: 1, design: emptyDesign("Large"), forMs: null });
  const samples = Array.from({ length: 20_000 }, (_, n): Sample => ({ type: "move", edge: `e${hashOf(`edge ${n}`) % 13}`, event: "", root: `r${hashOf(`root ${n}`) % 5000}`, atMs: n * 3.7, failed: n % 3 === 0 }));
  recorder.acceptSamples(samples);
  const whole = await replayPage(PLAYER, recorder, 0);
  expect(whole.thinned).toBeNull();
  const small = await replayPage(PLAYER, recorder, 0, whole.bytes / 3);
  expect(small.bytes).toBeLessThan(whole.bytes / 3);
  expect(small.thinned).toMatch(/one in (4|8) was kept/);
  await expect(replayPage(PLAYER, recorder, 0, 100)).rejects.toMatchObject({ code: "design-too-large" });
});

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it, vi } from "vitest";
import { targetNames } from "../../design/export/registry.ts";
import { spillway } from "../support/spillway.ts";

const folder = mkdtempSync(join(tmpdir(), "spillway-export-"));
vi.stubEnv("SPILLWAY_DATA", join(folder, "data"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const EXAMPLE = "examples/order-pipeline.spillway.json";

describe("spillway export", () => {
  it("lists the targets with their options", async () => {
    const { code, out } = await spillway("targets");
    expect(code).toBe(0);
    for (const name of targetNames) expect(out).toContain(`${name}\n`);
    expect(out).toMatch(/--option direction=LR\|TB .* LR where it is left out\.\n/);
    expect(out).not.toMatch(/=…? *\n|undefined|\[object/);
  });

  it("takes a text that looks like a number as the text it is, and a number as one", async () => {
    const { code, out } = await spillway("export", EXAMPLE, "--to", "kubernetes", "--option", "imageTag=1.20", "--option", "cpuRequest=2");
    expect(code).toBe(0);
    expect(out).toMatch(/newTag: "1\.20"\n/);
    expect(out).toMatch(/cpu: "2"\n/);
    expect(await spillway("export", EXAMPLE, "--to", "prometheus", "--option", "forSeconds=90")).toMatchObject({ code: 0, out: expect.stringContaining("for: 90s") });
  });

  it("exits with 1 when something is lost and it is to be strict, and with 0 when nothing is", async () => {
    expect(await spillway("export", EXAMPLE, "--to", "rabbitmq", "--strict")).toMatchObject({ code: 1, out: expect.stringContaining('"queues"') });
    expect(await spillway("export", EXAMPLE, "--to", "rabbitmq")).toMatchObject({ code: 0 });
  });

  it("writes to standard output, and says what is lost beside it", async () => {
    const { code, out, notes } = await spillway("export", EXAMPLE, "--to", "mermaid", "--option", "direction=TB");
    expect(code).toBe(0);
    expect(out).toMatch(/^flowchart TB\n/);
    expect(notes).toContain("A picture shows what there is and how it is joined, not how it is set.");
  });

  it("writes a picture in pixels, as large as it is asked for, and not onto a terminal", async () => {
    const out = join(folder, "picture");
    expect(await spillway("export", EXAMPLE, "--to", "png", "--option", "scale=3", "--out", out)).toMatchObject({ code: 0 });
    const [png, svg] = [readFileSync(join(out, "design.png")), (await spillway("export", EXAMPLE, "--to", "svg")).out];
    expect(png.subarray(0, 8)).toEqual(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]));
    expect(png.readUInt32BE(16)).toBe(3 * Number(/<svg[^>]* width="(\d+)"/.exec(svg)?.[1]));
    expect(await spillway("export", EXAMPLE, "--to", "png")).toMatchObject({ code: 2, notes: expect.stringContaining("--out FOLDER") });
  });

  it("writes files and the loss report into a folder, and overwrites nothing that was changed by hand", async () => {
    const out = join(folder, "new", "place");
    expect(await spillway("export", EXAMPLE, "--to", "mermaid", "--out", out)).toMatchObject({ code: 0 });
    expect(readFileSync(join(out, "LOSSES.md"), "utf8")).toContain("| Keep the design beside it. |");
    expect(await spillway("export", EXAMPLE, "--to", "mermaid", "--out", out)).toMatchObject({ code: 0 });
    const file = join(out, "design.mmd");
    writeFileSync(file, "mine");
    const refused = await spillway("export", EXAMPLE, "--to", "mermaid", "--out", out);
    expect(refused).toMatchObject({ code: 2 });
    expect(refused.notes).toContain("design.mmd says something else");
    expect(readFileSync(file, "utf8")).toBe("mine");
    expect(await spillway("export", EXAMPLE, "--to", "mermaid", "--out", out, "--force")).toMatchObject({ code: 0 });
    expect(readFileSync(file, "utf8")).toMatch(/^flowchart/);
  });

  it.each([
    [["export", EXAMPLE], /--to TARGET/],
    [["export", EXAMPLE, "--to", "mermeid"], /Did you mean mermaid/],
    [["export", EXAMPLE, "--to", "mermaid", "--option", "direction"], /name=value/],
    [["export", EXAMPLE, "--to", "mermaid", "--option", "direction=up"], /direction does not fit: .*"LR"\|"TB"\.\n/],
    [["export", EXAMPLE, "--to", "mermaid", "--option", "directoin=TB"], /no option "directoin"\. Did you mean direction\?/],
    [["export", "nowhere.spillway.json", "--to", "mermaid"], /nowhere/],
  ])("refuses %j and says why", async (given, message) => {
    const { code, notes } = await spillway(...given);
    expect(code).toBe(2);
    expect(notes).toMatch(message);
  });
});

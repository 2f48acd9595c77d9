import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { open } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { formatDesign } from "../../../design/document/format.ts";
import { emptyDesign } from "../../../design/document/new-design.ts";
import { listExamples, listTemplates } from "./examples.ts";
import { listFolder } from "./list-folder.ts";
import { MAX_DESIGN_BYTES } from "../../../design/document/load.ts";
import { contentHash, designName, readDesignFile } from "./read-design-file.ts";
import { createRecentFiles } from "./recent-files.ts";
import { createRecoveryStore } from "./recovery-store.ts";
import { saveDesignFile } from "./save-design-file.ts";
import { writeAtomically } from "./write-atomically.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "spillway-files-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("reading a design", () => {
  test("gives the text and the hash of the bytes", async () => {
    const path = join(folder, "a.spillway.json");
    writeFileSync(path, "grüße");
    expect(await readDesignFile(path)).toEqual({ text: "grüße", hash: contentHash("grüße") });
  });

  test("says what is wrong with the path", async () => {
    await expect(readDesignFile(join(folder, "none.json"))).rejects.toMatchObject({ code: "file-not-found" });
    await expect(readDesignFile(join(folder, "a\0b"))).rejects.toMatchObject({ code: "file-not-found", message: expect.stringContaining("a\\0b") });
    await expect(readDesignFile(folder)).rejects.toMatchObject({ code: "design-unreadable", message: expect.stringContaining("is a folder") });
  });

  test("refuses what is too large without reading it, and devices", async () => {
    const path = join(folder, "huge.json");
    writeFileSync(path, "");
    truncateSync(path, 100 * 1024 * 1024);
    await expect(readDesignFile(path)).rejects.toMatchObject({ code: "design-too-large", message: expect.stringContaining("100 MB") });
    if (process.platform === "linux") await expect(readDesignFile("/dev/zero")).rejects.toMatchObject({ code: "design-unreadable" });
  });

  test("refuses what is not UTF-8", async () => {
    const path = join(folder, "latin1.json");
    writeFileSync(path, Buffer.from([0x7b, 0xe9, 0x7d]));
    await expect(readDesignFile(path)).rejects.toMatchObject({ code: "design-unreadable", message: expect.stringContaining("UTF-8") });
  });

  test("names a design without its endings", () => {
    expect(["/a/order.spillway.json", "b.json", "c.spillway", ".json"].map(designName)).toEqual(["order", "b", "c", ".json"]);
  });
});

describe("writing atomically", () => {
  test("keeps the mode, follows a link and leaves nothing beside it", async () => {
    const path = join(folder, "a.json");
    const link = join(folder, "link.json");
    writeFileSync(path, "old");
    chmodSync(path, 0o640);
    symlinkSync(path, link);
    await writeAtomically(link, "new");
    expect(readFileSync(path, "utf8")).toBe("new");
    expect(statSync(path).mode & 0o777).toBe(0o640);
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(readdirSync(folder).sort()).toEqual(["a.json", "link.json"]);
  });

  test("refuses a read-only file, a folder and a folder that is not there", async () => {
    const path = join(folder, "a.json");
    writeFileSync(path, "old");
    chmodSync(path, 0o444);
    await expect(writeAtomically(path, "new")).rejects.toMatchObject({ code: "file-not-writable", message: expect.stringContaining("read-only") });
    await expect(writeAtomically(folder, "new")).rejects.toMatchObject({ code: "file-not-writable" });
    await expect(writeAtomically(join(folder, "none", "a.json"), "new")).rejects.toMatchObject({ code: "file-not-found" });
    expect(readFileSync(path, "utf8")).toBe("old");
  });

  test.skipIf(process.platform !== "linux")("says that the disk is full, and the file is as it was", async () => {
    const path = join(folder, "a.json");
    writeFileSync(path, "old");
    const full = writeAtomically(path, "new", { openNew: () => open("/dev/full", "w") });
    await expect(full).rejects.toMatchObject({ code: "disk-full", message: expect.stringContaining("as it was") });
    expect(readFileSync(path, "utf8")).toBe("old");
  });

  test.skipIf(!canMount())("does not take the part that found room on a full disk for the whole", async () => {
    const disk = join(folder, "disk");
    mkdirSync(disk);
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", disk]);
    try {
      const path = join(disk, "a.json");
      writeFileSync(path, "old");
      await expect(writeAtomically(path, "x".repeat(100_000))).rejects.toMatchObject({ code: "disk-full" });
      expect(readFileSync(path, "utf8")).toBe("old");
      expect(readdirSync(disk)).toEqual(["a.json"]);
    } finally {
      execFileSync("umount", [disk]);
    }
  });
});

/** True for root on a Linux that lets it mount. */
function canMount(): boolean {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return false;
  const probe = mkdtempSync(join(tmpdir(), "spillway-mount-"));
  try {
    execFileSync("mount", ["-t", "tmpfs", "tmpfs", probe], { stdio: "ignore" });
    execFileSync("umount", [probe]);
    return true;
  } catch {
    return false;
  } finally {
    rmSync(probe, { recursive: true, force: true });
  }
}

describe("saving a design", () => {
  test("writes over what it was edited from, and notices somebody else's change", async () => {
    const path = join(folder, "a.json");
    const first = await saveDesignFile({ path, text: "1", overwrite: false });
    expect(first).toEqual({ conflict: false, hash: contentHash("1") });
    const second = await saveDesignFile({ path, text: "2", hash: first.hash, overwrite: false });
    expect(second.conflict).toBe(false);
    writeFileSync(path, "theirs");
    expect(await saveDesignFile({ path, text: "3", hash: second.hash, overwrite: false })).toEqual({ conflict: true, hash: contentHash("theirs") });
    expect(readFileSync(path, "utf8")).toBe("theirs");
    expect((await saveDesignFile({ path, text: "3", overwrite: true })).conflict).toBe(false);
    expect(readFileSync(path, "utf8")).toBe("3");
  });

  test("never writes over a file that it has not read, readable or not", async () => {
    const path = join(folder, "a.json");
    writeFileSync(path, Buffer.from([0xff, 0xfe]));
    expect((await saveDesignFile({ path, text: "{}", overwrite: false })).conflict).toBe(true);
    expect(readFileSync(path)).toEqual(Buffer.from([0xff, 0xfe]));
  });

  test("makes a file anew that was deleted meanwhile, and takes the same text for no conflict", async () => {
    const path = join(folder, "a.json");
    expect((await saveDesignFile({ path, text: "x", hash: "gone", overwrite: false })).conflict).toBe(false);
    expect((await saveDesignFile({ path, text: "x", overwrite: false })).conflict).toBe(false);
  });

  test("saves of one path happen one after the other", async () => {
    const path = join(folder, "a.json");
    const results = await Promise.all(["1", "2", "3"].map((text) => saveDesignFile({ path, text, overwrite: false })));
    expect(results.map((result) => result.conflict)).toEqual([false, true, true]);
    expect(readFileSync(path, "utf8")).toBe("1");
  });

  test("refuses what could not be opened again", async () => {
    const path = join(folder, "a.json");
    const save = saveDesignFile({ path, text: "x".repeat(MAX_DESIGN_BYTES + 1), overwrite: true });
    await expect(save).rejects.toMatchObject({ code: "design-too-large" });
    expect(existsSync(path)).toBe(false);
  });
});

describe("the recent files", () => {
  test("are newest first, without doubles and without those that are gone", async () => {
    let time = 0;
    const recent = createRecentFiles(join(folder, "data"), () => ++time);
    for (const name of ["a", "b", "a", "c"]) {
      const path = join(folder, `${name}.spillway.json`);
      writeFileSync(path, "{}");
      await recent.add(path);
    }
    rmSync(join(folder, "b.spillway.json"));
    expect((await recent.list()).map(({ name, openedAt }) => [name, openedAt])).toEqual([["c", 4], ["a", 3]]);
  });

  test("survive a broken list, and a data folder that cannot be written", async () => {
    writeFileSync(join(folder, "recent.json"), "{ broken");
    const recent = createRecentFiles(folder, () => 1);
    expect(await recent.list()).toEqual([]);
    await recent.add(join(folder, "recent.json"));
    expect(await recent.list()).toHaveLength(1);
    const nowhere = createRecentFiles(join(folder, "recent.json", "below"), () => 1);
    await nowhere.add("/a");
    expect(await nowhere.list()).toEqual([]);
  });
});

describe("recovery", () => {
  test("survives the process and lists newest first", async () => {
    let time = 0;
    await createRecoveryStore(folder, () => ++time).write({ key: "../one", path: null, text: '{"name":"Draft"}' });
    await createRecoveryStore(folder, () => ++time).write({ key: "two", path: "/x/order.spillway.json", text: "not json" });
    const entries = await createRecoveryStore(folder, () => ++time).list();
    expect(entries).toEqual([
      { key: "two", path: "/x/order.spillway.json", name: "order", text: "not json", savedAt: 2 },
      { key: "../one", path: null, name: "Draft", text: '{"name":"Draft"}', savedAt: 1 },
    ]);
    expect(readdirSync(folder)).toEqual(["recovery"]);
  });

  test("leaves a broken entry alone, and clears only what it is told", async () => {
    const store = createRecoveryStore(folder, () => 1);
    await store.write({ key: "a", path: null, text: "{}" });
    await store.write({ key: "b", path: null, text: "{}" });
    const broken = join(folder, "recovery", "broken.json");
    writeFileSync(broken, "{ half");
    await store.clear("a");
    await store.clear("never there");
    expect((await store.list()).map(({ key, name }) => [key, name])).toEqual([["b", "Untitled"]]);
    expect(existsSync(broken)).toBe(true);
  });

  test("is empty where there is no folder yet", async () => {
    expect(await createRecoveryStore(join(folder, "none"), () => 1).list()).toEqual([]);
  });
});

describe("listings", () => {
  test("a folder shows folders and designs, without what is hidden", async () => {
    mkdirSync(join(folder, "sub"));
    mkdirSync(join(folder, ".git"));
    for (const name of ["b10.spillway.json", "b9.json", "notes.txt", ".hidden.json"]) writeFileSync(join(folder, name), "{}");
    symlinkSync(join(folder, "nowhere"), join(folder, "dangling.json"));
    const listing = await listFolder(folder);
    expect(listing.parent).toBe(tmpdir());
    expect(listing.entries.map(({ name, kind }) => [name, kind])).toEqual([["sub", "folder"], ["b9.json", "design"], ["b10.spillway.json", "design"]]);
    expect((await listFolder("/")).parent).toBeNull();
  });

  test("says what is no folder", async () => {
    writeFileSync(join(folder, "a.json"), "{}");
    await expect(listFolder(join(folder, "a.json"))).rejects.toMatchObject({ code: "file-not-found" });
    await expect(listFolder(join(folder, "none"))).rejects.toMatchObject({ code: "file-not-found" });
  });

  test("examples have the names in their files, templates their outlines; broken ones are left out", async () => {
    const node = (id: string) => ({ id, kind: "sink", position: { x: 0, y: 0 } });
    writeFileSync(join(folder, "z.spillway.json"), formatDesign({ ...emptyDesign("Alpha"), description: "first", nodes: [node("a"), node("b")] }));
    writeFileSync(join(folder, "y.spillway.json"), formatDesign({ ...emptyDesign("Beta"), nodes: [node("a")] }));
    writeFileSync(join(folder, "x.spillway.json"), "broken");
    expect((await listExamples(folder)).map(({ name, description }) => [name, description])).toEqual([["Alpha", "first"], ["Beta", undefined]]);
    expect((await listTemplates(folder)).map(({ name, sketch }) => [name, sketch.cards.length])).toEqual([["Beta", 1], ["Alpha", 2]]);
  });
});

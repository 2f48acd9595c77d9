import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { appendedParts, syncedSize, wholeEnd } from "./append-only-file.ts";

let folder = "";
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), "spillway-aof-"))));
afterAll(() => rm(folder, { recursive: true, force: true }));

function command(...words: string[]): string {
  return `*${words.length}\r\n${words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`).join("")}`;
}

async function written(text: string): Promise<string> {
  const path = join(folder, `part-${Buffer.byteLength(text)}-${text.length}`);
  await writeFile(path, text);
  return path;
}

const SET = command("SET", "ä", "two\r\nlines");
const TRANSACTION = command("MULTI") + command("set", "b", "1") + command("EXEC");
const bytes = (text: string): number => Buffer.byteLength(text);

describe("an append-only file", () => {
  it("O4 ends with the last whole command, wherever it was cut", async () => {
    const text = SET + "#TS:1700000000\r\n" + SET;
    const path = await written(text);
    const ends = [0, bytes(SET), bytes(SET) + 16, bytes(text)];
    for (let limit = 0; limit <= bytes(text); limit++) expect([limit, await wholeEnd(path, limit)]).toEqual([limit, ends.findLast((end) => end <= limit)]);
  });

  it("O4 E4 leaves out a transaction that was cut: nothing of it comes to life later", async () => {
    const text = SET + TRANSACTION + SET;
    const path = await written(text);
    for (let limit = bytes(SET); limit < bytes(SET + TRANSACTION); limit++) expect(await wholeEnd(path, limit)).toBe(bytes(SET));
    expect(await wholeEnd(path, bytes(SET + TRANSACTION))).toBe(bytes(SET + TRANSACTION));
    expect(await wholeEnd(path, bytes(text))).toBe(bytes(text));
  });

  it("O4 reads commands that are longer than what is read at once", async () => {
    const long = command("SET", "long", "x".repeat(3_000_000));
    const path = await written(SET + long + TRANSACTION);
    expect(await wholeEnd(path, bytes(SET + long) - 1)).toBe(bytes(SET));
    expect(await wholeEnd(path, bytes(SET + long) + 5)).toBe(bytes(SET + long));
    expect(await syncedSize(path)).toBe(bytes(SET + long + TRANSACTION));
  });

  it("O4 has several parts while Redis rewrites it", async () => {
    await mkdir(join(folder, "appendonlydir"));
    const manifest = ["file appendonly.aof.1.base.rdb seq 1 type b", "file appendonly.aof.10.incr.aof seq 10 type i", "file appendonly.aof.9.incr.aof seq 9 type i", ""].join("\n");
    await writeFile(join(folder, "appendonlydir", "appendonly.aof.manifest"), manifest);
    expect(await appendedParts(folder)).toEqual(["appendonly.aof.9.incr.aof", "appendonly.aof.10.incr.aof"].map((name) => join(folder, "appendonlydir", name)));
  });
});

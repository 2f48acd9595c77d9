import { open, readFile, type FileHandle } from "node:fs/promises";
import { join } from "node:path";

/** Where Redis 7 keeps the parts of its append-only file, below the data folder. */
const FOLDER = "appendonlydir";
const MANIFEST = "appendonly.aof.manifest";
const CHUNK = 1 << 20;

/** Paths of the parts that are appended to, the oldest first: more than one while Redis rewrites. */
export async function appendedParts(dataFolder: string): Promise<string[]> {
  const folder = join(dataFolder, FOLDER);
  const manifest = await readFile(join(folder, MANIFEST), "utf8");
  const parts = manifest.split("\n").flatMap((line) => {
    const [, name, sequence] = /^file "?([^"]+?)"? seq (\d+) type i/.exec(line) ?? [];
    return name === undefined ? [] : [{ name, sequence: Number(sequence) }];
  });
  return parts.toSorted((a, b) => a.sequence - b.sequence).map(({ name }) => join(folder, name));
}

/** Has the disk take all that was written to a file, by whatever process, and returns how many bytes that were at the least. */
export async function syncedSize(path: string): Promise<number> {
  const file = await open(path, "r");
  try {
    const { size } = await file.stat();
    await file.datasync();
    return size;
  } finally {
    await file.close();
  }
}

/**
 * Where the last command ends that is whole, among the first `limit` bytes of a part, in bytes. A transaction counts as one: the beginning of one
 * that was never finished is ignored when Redis reads the file, but stays in it, and would swallow what is appended next.
 */
export async function wholeEnd(path: string, limit: number): Promise<number> {
  const file = await open(path, "r");
  try {
    return await scan(new Reader(file, limit));
  } finally {
    await file.close();
  }
}

async function scan(reader: Reader): Promise<number> {
  let end = 0;
  let isInTransaction = false;
  for (;;) {
    const name = await readCommand(reader);
    if (name === undefined) return end;
    if (name === "MULTI") isInTransaction = true;
    if (name === "EXEC") isInTransaction = false;
    if (!isInTransaction) end = reader.position;
  }
}

/** The name of the next command, as Redis serialises it; undefined when it is not whole. Lines that begin with `#` are annotations. */
async function readCommand(reader: Reader): Promise<string | undefined> {
  const head = await reader.line();
  if (head === undefined) return undefined;
  if (head.startsWith("#")) return "#";
  if (!/^\*\d+$/.test(head)) return undefined;
  let name: string | undefined;
  for (let left = Number(head.slice(1)); left > 0; left--) {
    const length = /^\$(\d+)$/.exec((await reader.line()) ?? "")?.[1];
    if (length === undefined) return undefined;
    const isName = name === undefined;
    const argument = await reader.skip(Number(length) + 2, isName);
    if (argument === undefined) return undefined;
    if (isName) name = argument.slice(0, -2).toUpperCase();
  }
  return name ?? "";
}

/** Reads a file forwards, up to a limit. */
class Reader {
  /** Bytes that were read. */
  position = 0;
  private buffer = Buffer.alloc(0);
  private at = 0;

  constructor(
    private readonly file: FileHandle,
    private readonly limit: number,
  ) {}

  /** The next line without its end; undefined when there is no whole one. */
  async line(): Promise<string | undefined> {
    for (;;) {
      const end = this.buffer.indexOf("\r\n", this.at);
      if (end >= 0) {
        const line = this.buffer.toString("latin1", this.at, end);
        this.position += end + 2 - this.at;
        this.at = end + 2;
        return line;
      }
      if (!(await this.more())) return undefined;
    }
  }

  /** Goes on by so many bytes, and returns them as text where they are asked for; undefined when there are fewer. */
  async skip(bytes: number, isAskedFor: boolean): Promise<string | undefined> {
    while (this.buffer.length - this.at < bytes) if (!(await this.more())) return undefined;
    const text = isAskedFor ? this.buffer.toString("latin1", this.at, this.at + bytes) : "";
    this.at += bytes;
    this.position += bytes;
    return text;
  }

  private async more(): Promise<boolean> {
    const rest = this.buffer.subarray(this.at);
    const from = this.position + rest.length;
    const wanted = Math.min(CHUNK, this.limit - from);
    if (wanted <= 0) return false;
    const { bytesRead, buffer } = await this.file.read(Buffer.alloc(wanted), 0, wanted, from);
    if (bytesRead === 0) return false;
    this.buffer = Buffer.concat([rest, buffer.subarray(0, bytesRead)]);
    this.at = 0;
    return true;
  }
}

import { AppError } from "../../../design/errors.ts";

/** The error for a data folder that Redis cannot write to. */
export function cannotWrite(reason: string, dataFolder: string): AppError {
  if (/no space|disk.*full|quota/i.test(reason)) {
    return new AppError("disk-full", `Redis cannot write: the disk of ${dataFolder} is full. Free some space; it goes on by itself.`);
  }
  return new AppError("file-not-writable", `Redis cannot write to ${dataFolder}: ${reason}. Make it writable; it goes on by itself.`);
}

/** The error for a server that ended before it was ready, read from the last lines of its log. */
export function startFailure(log: string[], dataFolder: string): AppError {
  const text = log.join("\n");
  const writing = /(No space left on device|Disk quota exceeded|Permission denied|Read-only file system)/.exec(text)?.[1];
  if (writing !== undefined) return cannotWrite(writing, dataFolder);
  if (/Bad file format|Unexpected end of file|unrecoverable|Error loading/i.test(text)) {
    return new AppError("redis-lost", `Redis cannot read its data in ${dataFolder}: its append-only file is damaged.`, {
      hint: `Move that folder away to start empty, or repair it with redis-check-aof --fix.`,
    });
  }
  const last = log.at(-1)?.replace(/^\d+:\w+ .*?[*#] /, "") ?? "it said nothing";
  return new AppError("redis-lost", `Redis did not start: ${last}`, { hint: text });
}

import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, watch, writeFileSync } from "node:fs";
import { join } from "node:path";

type OnSecond = (argv: string[], workingDirectory: string) => void;

/**
 * True for the first living process with this folder. A later one leaves its arguments there for the first
 * and gets false. Synchronous, as Electron's; the hand-over is a file, renamed into place.
 */
export function requestInstanceLock(userData: string, onSecond: OnSecond): boolean {
  const folder = join(userData, "instances");
  const lock = join(userData, "instance.pid");
  mkdirSync(folder, { recursive: true });
  if (isHeldByAnother(lock)) {
    const letter = join(userData, `second-${process.pid}.json`);
    writeFileSync(letter, JSON.stringify({ argv: process.argv, workingDirectory: process.cwd() }));
    renameSync(letter, join(folder, `second-${process.pid}.json`));
    return false;
  }
  writeFileSync(lock, String(process.pid));
  watch(folder, () => readLetters(folder, onSecond)).unref();
  return true;
}

function isHeldByAnother(lock: string): boolean {
  try {
    process.kill(Number(readFileSync(lock, "utf8")), 0);
    return true;
  } catch {
    return false;
  }
}

function readLetters(folder: string, onSecond: OnSecond): void {
  for (const name of readdirSync(folder)) {
    const letter = JSON.parse(readFileSync(join(folder, name), "utf8")) as { argv: string[]; workingDirectory: string };
    rmSync(join(folder, name));
    onSecond(letter.argv, letter.workingDirectory);
  }
}

import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** The repository. */
export const ROOT = join(import.meta.dirname, "..", "..");

/** The rooms that `tsconfig.json` refers to, innermost first: `design`, `engine/contract`, … */
export function rooms(): string[] {
  const { references } = JSON.parse(readFileSync(join(ROOT, "tsconfig.json"), "utf8")) as { references: { path: string }[] };
  return references.map(({ path }) => path.replace(/^\.\//, ""));
}

/** A temporary folder with the repository's own type and lint configuration, and nothing else yet. */
export class TemporaryTree {
  readonly folder = mkdtempSync(join(tmpdir(), "spillway-arch-"));

  constructor() {
    const configuration = [".oxlintrc.json", "tsconfig.base.json", "tsconfig.json", ...rooms().map((room) => `${room}/tsconfig.json`)];
    this.copy(...configuration);
    symlinkSync(join(ROOT, "node_modules"), join(this.folder, "node_modules"), "junction");
  }

  /** Copies files or folders of the repository, without their unit tests. */
  copy(...paths: string[]): void {
    for (const path of paths) {
      const to = join(this.folder, path);
      mkdirSync(dirname(to), { recursive: true });
      cpSync(join(ROOT, path), to, { recursive: true, filter: (from) => !/\.test\.tsx?$/.test(from) });
    }
  }

  write(path: string, text: string): void {
    const to = join(this.folder, path);
    mkdirSync(dirname(to), { recursive: true });
    writeFileSync(to, text);
  }

  read(path: string): string {
    return readFileSync(join(this.folder, path), "utf8");
  }

  /** Type-checks rooms with their references; every room without any. */
  typeCheck(...only: string[]): Promise<Finding[]> {
    return typeCheck(this.folder, only);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** One complaint of a gate. */
export interface Finding {
  /** Relative to the checked folder, with `/`. */
  readonly file: string;
  /** `TS6307`, `typescript(no-explicit-any)`, … */
  readonly rule: string;
  readonly message: string;
}

/** What the type check says of `folder`, and what it does not even put down to a file. */
export async function typeCheck(folder: string, only: readonly string[] = []): Promise<Finding[]> {
  const { output } = await runTool("typescript/bin/tsc", ["-b", ...only, "--pretty", "false"], folder);
  return output.split("\n").flatMap((line) => {
    const [, file = "", rule = "", message = ""] = /^(?:(.+?)\(\d+,\d+\): )?error (TS\d+): (.*)$/.exec(line) ?? [];
    return rule === "" ? [] : [{ file, rule, message }];
  });
}

/** What the linter says of `folder`, and how many files it read. */
export async function lint(folder: string, ...parameters: string[]): Promise<{ findings: Finding[]; files: number }> {
  const { output } = await runTool("oxlint/bin/oxlint", [...parameters, "--format", "json"], folder);
  const { diagnostics, number_of_files: files } = JSON.parse(output) as {
    diagnostics: { filename: string; code: string; message: string; help?: string }[];
    number_of_files: number;
  };
  const findings = diagnostics.map(({ filename, code, message, help = "" }) => ({ file: filename.replaceAll("\\", "/"), rule: code, message: `${message} ${help}`.trim() }));
  return { findings, files };
}

function runTool(script: string, parameters: readonly string[], folder: string): Promise<{ output: string }> {
  const file = join(ROOT, "node_modules", script);
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [file, ...parameters], { cwd: folder, maxBuffer: 2 ** 26 }, (error, output, complaint) => {
      // Findings end in an exit code; a tool that cannot run at all says so on standard error.
      if (error && output === "") reject(new Error(`${script} failed: ${complaint}`, { cause: error }));
      else resolve({ output });
    });
  });
}

import { spawn, type ChildProcess } from "node:child_process";
import { fileURLToPath } from "node:url";

const CLI = fileURLToPath(new URL("../../dist/node/cli.js", import.meta.url));

/** How a command ended, and what it wrote. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command that runs. */
export interface RunningCli {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Resolves with what was written when it matches; rejects when the command ends before. */
  wrote(stream: "stdout" | "stderr", pattern: RegExp): Promise<RegExpExecArray>;
}

/** Starts the built command line, or another copy of it, with these changes to the environment. */
export function startCli(parameters: readonly string[], environment: NodeJS.ProcessEnv = {}, program = CLI): RunningCli {
  const child = spawn(process.execPath, [program, ...parameters], { env: { ...process.env, ...environment }, stdio: ["ignore", "pipe", "pipe"] });
  const written = { stdout: "", stderr: "" };
  const checks = new Set<() => void>();
  for (const name of ["stdout", "stderr"] as const) {
    child[name].setEncoding("utf8");
    child[name].on("data", (text: string) => {
      written[name] += text;
      for (const check of checks) check();
    });
  }
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, ...written }));
  });
  return {
    child,
    ended,
    wrote: (stream, pattern) =>
      new Promise((resolve, reject) => {
        const check = () => {
          const match = pattern.exec(written[stream]);
          if (!match) return;
          checks.delete(check);
          resolve(match);
        };
        checks.add(check);
        check();
        void ended.then(() => reject(new Error(`It ended before it wrote ${pattern}:\n${written.stdout}\n${written.stderr}`)));
      }),
  };
}

/** Runs the built command line to its end. */
export function runCli(parameters: readonly string[], environment?: NodeJS.ProcessEnv, program?: string): Promise<Ended> {
  return startCli(parameters, environment, program).ended;
}

import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { TestProject } from "vitest/node";

/** Builds what a project's tests start as processes: everything for the screen, else the engine alone. */
export function setup(project: TestProject): void {
  const script = fileURLToPath(new URL("../../scripts/build.mjs", import.meta.url));
  const parameters = project.name === "e2e" ? [] : ["--only", "node"];
  execFileSync(process.execPath, [script, ...parameters], { stdio: "inherit" });
}

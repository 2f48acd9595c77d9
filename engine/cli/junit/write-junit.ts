import { hostname } from "node:os";
import { basename, resolve } from "node:path";
import type { Design } from "../../../design/document/schema.ts";
import { isAppError, messageOf } from "../../../design/errors.ts";
import type { Report } from "../../contract/report.ts";
import { packageVersion } from "../../host/package-root.ts";
import { writeAtomically } from "../../host/files/write-atomically.ts";
import { checkFile, problemLines } from "../read-design.ts";
import type { Terminal } from "../terminal.ts";
import { STANDARD_OUTPUT } from "../write-report.ts";
import { casesOf, groupOf } from "./cases.ts";
import { junitXml, type TestCase } from "./junit.ts";

/** What a finished execution is told to the test report. */
export interface Finding {
  readonly design: Design;
  readonly report: Report;
  /** The report for people. */
  readonly summary: string;
}

/**
 * Carries out an execution of a design file and writes how it went as JUnit XML to `path`; without one it is only carried out. `work`
 * tells what it found; one that fails instead is written as an error, so that a broken design is a failed test and no missing file.
 */
export async function withJunit(path: string | undefined, file: string, terminal: Terminal, work: (found: (finding: Finding) => void) => Promise<number>): Promise<number> {
  if (path === undefined) return work(() => {});
  const [at, begun] = [new Date(), performance.now()];
  const seconds = (): number => (performance.now() - begun) / 1000;
  let finding: Finding | undefined;
  try {
    const code = await work((given) => (finding = given));
    if (finding) {
      const { design, report, summary } = finding;
      await write(path, { name: design.name.trim() === "" ? basename(file) : design.name, at, properties: propertiesOf(file, finding), cases: casesOf(report, design, seconds()), output: summary }, terminal);
    }
    return code;
  } catch (error) {
    if (!finding) await write(path, { name: basename(file), at, properties: propertiesOf(file), cases: [await failedCase(file, error, seconds())], output: "" }, terminal);
    throw error;
  }
}

async function write(path: string, suite: Omit<Parameters<typeof junitXml>[0], "host">, terminal: Terminal): Promise<void> {
  const text = junitXml({ ...suite, host: hostname() });
  if (path === STANDARD_OUTPUT) terminal.out(text);
  else await writeAtomically(resolve(path), text);
}

function propertiesOf(file: string, finding?: Finding): Record<string, string> {
  const common = { file, version: packageVersion() };
  if (!finding) return common;
  const { mode, seed, durationMs, drainedMs, ended, design, machine, slos } = finding.report;
  const verdicts = slos.map((verdict): [string, string] => [`slo.${verdict.id}`, `${verdict.value} ${verdict.op} ${verdict.target}: ${verdict.passed ? "passed" : "failed"}`]);
  return {
    ...common,
    mode,
    seed: String(seed),
    durationMs: String(durationMs),
    drainedMs: String(drainedMs),
    ended,
    designHash: design.hash,
    cpus: String(machine.cpus),
    platform: machine.platform,
    ...Object.fromEntries(verdicts),
  };
}

/** An execution that did not come about. */
async function failedCase(file: string, error: unknown, seconds: number): Promise<TestCase> {
  const isDesign = isAppError(error) && error.code.startsWith("design-");
  const problems = isDesign ? await checkFile(file).then((checked) => problemLines(checked.problems), () => "") : "";
  const text = [isAppError(error) ? error.hint : undefined, problems].filter(Boolean).join("\n");
  return { name: "It can be executed", group: groupOf({ name: basename(file) }), seconds, outcome: { as: "error", type: isAppError(error) ? error.code : "internal", message: messageOf(error), text } };
}

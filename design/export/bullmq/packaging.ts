import type { Json } from "../../document/schema.ts";
import type { FlowNode } from "../../graph/compile.ts";
import { kindOf } from "../../kinds/registry.ts";
import { markdownText } from "../loss-table.ts";
import { DNS_LABEL } from "../names.ts";
import type { ExportFile } from "../target.ts";
import { code, comment, object, property } from "./code.ts";
import type { Project } from "./project.ts";
import { SourceFile } from "./source-file.ts";

/** The versions that a project is pinned to; those that Spillway itself runs on. */
export const VERSIONS = { bullmq: "6.7.0", ioredis: "6.0.0", "@marcbachmann/cel-js": "8.0.0", typescript: "7.0.2", "@types/node": "20.19.43" } as const;

/** `src/main.ts`: starts the services, and stops them when it is told to. */
export function mainFile(project: Project, services: readonly FlowNode[]): SourceFile {
  const file = new SourceFile("src/main.ts");
  const entries = services.map((node) => {
    const start = file.use(project.servicePath(node), project.starter(node).text);
    return code`${property(project.serviceName(node))}: ${start}`;
  });
  const Service = file.useType("src/lib/service.ts", "Service");
  const connection = file.use("src/lib/connection.ts", "connection");
  const allQueues = file.use("src/queues.ts", "allQueues");
  file.add(
    code`const services: Record<string, () => ${Service} | Promise<${Service}>> = ${object(entries)};`,
    code`${comment("SERVICES names those to run in this process, with commas between them; all of them without it.")}
const named = process.env["SERVICES"];
const wanted = named ? named.split(",").map((name) => name.trim()) : Object.keys(services);
const started = await Promise.all(
  wanted.map((name) => {
    const start = services[name];
    if (!start) throw new Error("There is no service " + JSON.stringify(name) + ". There are " + Object.keys(services).join(", ") + ".");
    return start();
  }),
);
console.error("Started " + wanted.join(", ") + ".");`,
    code`let isStopping = false;

${comment("Lets jobs in hand end, then closes what is open; a second signal ends the process at once.")}
async function stop(): Promise<void> {
  if (isStopping) process.exit(1);
  isStopping = true;
  await Promise.all(started.map((service) => service.stop()));
  await Promise.all(${allQueues}.map((queue) => queue.close()));
  await ${connection}.quit();
}
process.on("SIGINT", () => void stop());
process.on("SIGTERM", () => void stop());`,
  );
  return file;
}

export interface Packaging {
  readonly services: readonly FlowNode[];
  readonly packages: readonly string[];
  /** Of the environment, beside those that every project has. */
  readonly variables: readonly string[];
  /** Whether there is a command that sends dead letters back. */
  readonly canRedrive: boolean;
}

/** Everything around the sources. */
export function packagingFiles(project: Project, { services, packages, variables, canRedrive }: Packaging): ExportFile[] {
  const { name } = project.topology.design;
  return [
    { path: "package.json", language: "json", text: json(packageJson(name, packages, canRedrive)) },
    { path: "tsconfig.json", language: "json", text: json(TSCONFIG) },
    { path: ".env.example", language: "text", text: environment(variables) },
    { path: ".gitignore", language: "text", text: "node_modules/\ndist/\n.env\n" },
    { path: "README.md", language: "markdown", text: readme(project, services, canRedrive) },
  ];
}

const TSCONFIG: Json = {
  compilerOptions: {
    target: "es2023",
    module: "nodenext",
    rootDir: "src",
    outDir: "dist",
    types: ["node"],
    strict: true,
    noUncheckedIndexedAccess: true,
    noUnusedLocals: true,
    verbatimModuleSyntax: true,
    skipLibCheck: true,
  },
  include: ["src"],
};

function packageJson(name: string, packages: readonly string[], canRedrive: boolean): Json {
  const pinned = (names: readonly string[]): Json => Object.fromEntries(Object.entries(VERSIONS).filter(([each]) => names.includes(each)));
  return {
    name: DNS_LABEL.clean(name).slice(0, DNS_LABEL.longest).replace(/-$/, "") || "design",
    version: "0.1.0",
    private: true,
    type: "module",
    engines: { node: ">=20.19" },
    scripts: { build: "tsc", start: "node dist/main.js", ...(canRedrive && { redrive: "node dist/redrive.js" }), typecheck: "tsc --noEmit" },
    dependencies: pinned(["bullmq", "ioredis", ...packages]),
    devDependencies: pinned(["typescript", "@types/node"]),
  };
}

function environment(variables: readonly string[]): string {
  return ["# Copy to .env, which is not committed, and run: node --env-file=.env dist/main.js", "REDIS_URL=redis://localhost:6379", "# SERVICES=one,another", ...variables.map((name) => `${name}=`), ""].join("\n");
}

function readme(project: Project, services: readonly FlowNode[], canRedrive: boolean): string {
  const { name, description } = project.topology.design;
  return [
    `# ${markdownText(name) || "Design"}`,
    ...(description === undefined ? [] : ["", markdownText(description)]),
    "",
    "## Run it",
    "",
    "```sh",
    "npm install",
    "npm run build",
    "REDIS_URL=redis://localhost:6379 npm start",
    "```",
    "",
    "All services run in one process. In production, run each in processes of its own: `SERVICES=one,another npm start`.",
    "SIGTERM and Ctrl+C let jobs in hand end. Set Redis' `maxmemory-policy` to `noeviction`, or it may drop jobs.",
    "",
    ...(canRedrive ? ["`npm run redrive -- NAME` sends what lies in a dead-letter queue back over its redrive port.", ""] : []),
    "## Put your code in",
    "",
    "The work is simulated, with the times and failures of the design: look for `YOUR CODE HERE` in `src/workers/` and `src/ends.ts`.",
    "Delivery is at least once. Each event's id is the id of its job, so that one that is added again is recognised while the queue remembers it.",
    "",
    "## Services",
    "",
    "| Service | Is | Named |",
    "| --- | --- | --- |",
    ...services.map((node) => `| ${markdownText(node.name)} | ${kindOf(node.kind).title} | \`${project.serviceName(node)}\` |`),
    "",
    "## Queues",
    "",
    "| Queue | In Redis |",
    "| --- | --- |",
    ...[...project.queues.values()].map((queue) => `| ${markdownText(queue.called)} | \`${queue.name}\` |`),
    "",
  ].join("\n");
}

function json(value: Json): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

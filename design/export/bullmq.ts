import { z } from "zod";
import type { FlowNode } from "../graph/compile.ts";
import { loseWhatIsNotCode } from "./bullmq/losses.ts";
import { FlowFiles } from "./bullmq/flow.ts";
import { libraryFor } from "./bullmq/library/library.ts";
import { mainFile, packagingFiles } from "./bullmq/packaging.ts";
import { producerFile } from "./bullmq/producers.ts";
import { Project } from "./bullmq/project.ts";
import { queuesFile } from "./bullmq/queues.ts";
import { redriveFile } from "./bullmq/redrives.ts";
import type { SourceFile } from "./bullmq/source-file.ts";
import { takersOf, webhookVariable, workerFile } from "./bullmq/workers.ts";
import { answersFor } from "./kind-answers.ts";
import { defineTarget, type ExportResult } from "./target.ts";

const NO_CODE = "What it does with events has no code in the project: a place for it is marked.";

/** A TypeScript project on BullMQ that does what the design says, with a place for the real work. */
export const bullmq = defineTarget({
  title: "BullMQ project",
  summary: "A TypeScript project that runs: queues, workers, producers, and a place for your code.",
  options: z.strictObject({
    prefix: z
      .string()
      .regex(/^[A-Za-z0-9_{}-]{1,100}$/, "it has letters, digits, - and _; a hash tag in { } for Redis Cluster")
      .meta({ title: "Prefix", help: "What its keys in Redis begin with; bull is BullMQ's own." })
      .default("bull"),
  }),
  kinds: answersFor(
    {
      source: "partly",
      consumer: "partly",
      channel: "partly",
      log: "partly",
      stage: { lost: NO_CODE, instead: "Write it there: what it has to wait for must be kept in Redis, or a restart loses it." },
      inline: { lost: NO_CODE, instead: "Write it there." },
      callee: { lost: "What is called is not reached over queues: the project has no client for it.", instead: "Call it from the work of its callers, with a client of its own." },
      policy: { lost: "A project does not scale itself.", instead: "Scale the processes where they are deployed, by the counts of their queues." },
      terminal: "expressed",
    },
    {
      router: "expressed",
      filter: "expressed",
      transform: "expressed",
      splitter: "expressed",
      exchange: "partly",
      loadBalancer: "partly",
      delay: "expressed",
      throttle: "partly",
      debounce: "expressed",
      deduplicate: "expressed",
      deadLetter: "partly",
      webSocketGateway: { lost: "The project opens no port: its worker takes the events and has a place for what pushes them.", instead: "Push them there, through the server that your clients are connected to." },
      circuitBreaker: { lost: "Calls are made by your own code.", instead: "Put a circuit breaker around the client there, such as opossum." },
    },
  ),
  write(topology, { prefix }): ExportResult {
    const project = new Project(topology);
    const files = new FlowFiles(project);
    const sources = topology.services.map(({ node }) => node).filter((node) => node.role === "source");
    const takers = takersOf(files);
    const services: FlowNode[] = [...sources, ...takers.map(({ node }) => node)];
    // In this order: producers and workers ask for what events flow through, and that for queues.
    const programs = [...sources.map((node) => producerFile(files, node, prefix)), ...takers.map((taker) => workerFile(files, taker, prefix))];
    const redrives = redriveFile(files);
    files.finish();
    const modules: SourceFile[] = [queuesFile(project, prefix), files.flow, files.ends, ...programs, redrives, mainFile(project, services)].filter((file) => !file.isEmpty);
    const library = libraryFor(modules.flatMap(({ uses }) => uses));
    loseWhatIsNotCode(project, takers, this.kinds);
    const webhooks = services.filter(({ kind }) => kind === "webhook").map((node) => webhookVariable(project.serviceName(node)));
    return {
      files: [...packagingFiles(project, { services, packages: library.packages, variables: webhooks, canRedrive: !redrives.isEmpty }), ...modules.map((file) => file.file()), ...library.files],
      losses: project.losses.all(topology),
    };
  },
});


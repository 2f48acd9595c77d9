import type { Deployment } from "./deployment.ts";
import { variableOf } from "./deployment-settings.ts";
import { hasPassword } from "./compose-stores.ts";

/** A variable that a Compose file takes from `.env`. */
export interface Variable {
  readonly name: string;
  readonly for: string;
  /** What holds where it is not set; one without must be set. */
  readonly otherwise?: string;
}

/** The first port of this machine at which a program that others connect to is published. */
const FIRST_PORT = 8080;

/** The variable that names a service's image. */
export function imageVariable(service: string): string {
  return `${variableOf(service)}_IMAGE`;
}

/** The port at which a listening service is published, when it is the n-th of them. */
export function publishedPort(service: string, n: number): Variable & { readonly otherwise: string } {
  return { name: `${variableOf(service)}_PORT`, for: `Port of this machine at which ${service} is published`, otherwise: String(FIRST_PORT + n) };
}

/** Every variable of a deployment. */
export function variablesOf({ services, stores }: Deployment, usesRabbit: boolean): Variable[] {
  return [
    ...services.map(({ name }) => ({ name: imageVariable(name), for: `Image of ${name}, with its tag` })),
    ...services.filter(({ listens }) => listens).map(({ name }, n) => publishedPort(name, n)),
    ...services.filter(({ service }) => service.node.kind === "webhook").map(({ name }) => ({ name: `${variableOf(name)}_URL`, for: `Address that ${name} posts to` })),
    ...(usesRabbit ? [{ name: "RABBITMQ_USERNAME", for: "User that RabbitMQ is made with" }, { name: "RABBITMQ_PASSWORD", for: "Its password" }] : []),
    ...stores.filter(hasPassword).flatMap(({ name, engine }) => [
      ...(engine === "redis" ? [] : [{ name: `${variableOf(name)}_USERNAME`, for: `User that ${name} is made with` }]),
      { name: `${variableOf(name)}_PASSWORD`, for: `Password of ${name}` },
    ]),
  ];
}

/** The variables with nothing behind them, to be copied and filled in. */
export function exampleEnvironment(variables: readonly Variable[]): string {
  const lines = variables.flatMap(({ name, for: what, otherwise }) => [`# ${what}${otherwise === undefined ? "." : `; ${otherwise} where it is empty.`}`, `${name}=`]);
  return ["# Copy this file to .env and fill it in. Keep .env out of version control.", ...lines, ""].join("\n");
}

/** What whoever runs the file has to know. Holds names that were made for it only, never those of the design. */
export function composeReadme(variables: readonly Variable[], healthPath: string): string {
  return [
    "# Docker Compose",
    "",
    "1. Copy `.env.example` to `.env` and fill it in. No password is in these files.",
    "2. `docker compose up --detach --wait` (Compose 2.20 or newer).",
    "",
    "## What an image must do",
    "",
    "A design holds no programs: each service is an image of yours, named by a variable. Everything that was drawn reaches it by its environment: what it reads",
    "(`CONSUME_QUEUES`, `CONSUME_TOPICS`), where it sends (`PUBLISH_QUEUES`, `PUBLISH_EXCHANGES`, `PUBLISH_TOPICS`), where it puts what failed for good",
    "(`FAILED_QUEUES`, `FAILED_TOPICS`), how many events it holds at once (`CONCURRENCY`), and where brokers and stores are.",
    "",
    `It answers \`GET ${healthPath}\` at \`PORT\` with 200 once it is well, has \`sh\` and \`wget\` for the health check, and ends by itself after SIGTERM.`,
    "",
    "## Variables",
    "",
    ...variables.map(({ name, for: what, otherwise }) => `- \`${name}\`: ${what}${otherwise === undefined ? "" : ` (${otherwise} where it is not set)`}.`),
    "",
  ].join("\n");
}

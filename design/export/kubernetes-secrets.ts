import type { Deployment } from "./deployment.ts";
import { QUEUE_REDIS, RABBITMQ, type Secret } from "./deployment-settings.ts";
import type { KubernetesOptions } from "./kubernetes-options.ts";

type Clusters = Pick<KubernetesOptions, "rabbitmqCluster" | "namespace" | "redisHost" | "queues">;

/** The Secret and key in which a part of a name and password, or an address, lies. RabbitMQ's cluster operator makes its own. */
export function secretKey({ of, part }: Secret, { rabbitmqCluster, redisHost }: Clusters): { readonly name: string; readonly key: string } {
  if (of === RABBITMQ) return { name: `${rabbitmqCluster}-default-user`, key: part };
  return { name: of === QUEUE_REDIS ? redisHost : of, key: part };
}

/** The Secret in which KEDA finds the address of RabbitMQ's management API, with user and password. */
export function kedaSecret({ rabbitmqCluster }: Clusters): { readonly name: string; readonly key: string } {
  return { name: `${rabbitmqCluster}-keda`, key: "host" };
}

/** A Secret that whoever deploys has to make, and what is in it. */
interface Needed {
  readonly name: string;
  readonly keys: readonly string[];
  readonly note: string;
}

/** Every Secret that is referred to. */
export function secretsNeeded({ services, stores }: Deployment, usesKeda: boolean, options: Clusters): Needed[] {
  const asks = (of: string): boolean => services.some(({ settings }) => [...settings.values()].some((value) => typeof value === "object" && value.of === of));
  return [
    ...(asks(RABBITMQ) ? [{ name: `${options.rabbitmqCluster}-default-user`, keys: ["username", "password"], note: "RabbitMQ's cluster operator makes it; make it yourself only where the broker runs elsewhere." }] : []),
    ...(asks(RABBITMQ) && usesKeda ? [{ name: kedaSecret(options).name, keys: [kedaSecret(options).key], note: "KEDA reads the management API: http://USER:PASSWORD@HOST:15672" }] : []),
    ...(asks(QUEUE_REDIS) ? [{ name: options.redisHost, keys: ["password"], note: "The Redis that holds the queues." }] : []),
    ...services.filter(({ name }) => asks(name)).map(({ name }) => ({ name, keys: ["url"], note: `The address that ${name} posts to.` })),
    ...stores.filter(({ name }) => asks(name)).map(({ name, engine }) => ({ name, keys: engine === "redis" ? ["password"] : ["username", "password"], note: `The ${engine} that the programs reach at ${name}.` })),
  ];
}

/** Commands that make the Secrets from files, which are not kept: nothing secret is on a command line or in this file. */
export function secretsExample(needed: readonly Needed[], { namespace }: Clusters): string {
  const commands = needed.map(({ name, keys, note }) => [`# ${note}`, `kubectl --namespace ${namespace} create secret generic ${name} ${keys.map((key) => `--from-file=${key}=./${name}.${key}`).join(" ")}`, ""].join("\n"));
  return ["# What must be there before anything starts. Put each value into the file that is named (printf %s VALUE, no line end),", "# run the command, and delete the file.", "", ...(commands.length === 0 ? ["# Nothing here needs a secret.", ""] : commands)].join("\n");
}

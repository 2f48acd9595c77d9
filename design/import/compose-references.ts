import type { ReadService } from "./compose-service.ts";

/** A variable or another place by which one service names another. */
export interface Reference {
  readonly to: string;
  /** The variable's name; empty where it is a dependency or a command. */
  readonly variable: string;
}

/** The services that a service names: that it depends on, or that are hosts in its environment or command. */
export function referencesOf(service: ReadService, byAlias: ReadonlyMap<string, string>): Reference[] {
  const found = new Map<string, Reference>();
  const add = (to: string | undefined, variable: string): void => {
    if (to !== undefined && to !== service.name) found.set(`${to} ${variable}`, { to, variable });
  };
  for (const [variable, value] of service.environment) for (const host of hostsIn(value, OF_HOSTS.test(variable.toUpperCase()))) add(byAlias.get(host), variable);
  for (const host of hostsIn(service.command, false)) add(byAlias.get(host), "");
  for (const { service: name, condition } of service.dependsOn) if (condition !== "service_completed_successfully") add(byAlias.get(name), "");
  return [...found.values()];
}

/** Variables whose value may be a host and nothing else. */
const OF_HOSTS = /(HOST|ADDR|SERVER|URL|URI|BROKER|BOOTSTRAP|ENDPOINT|SEED|NODE|CONTACT|CONN|DSN|PEER|CLUSTER)/;

/** Names that may be hosts: in URLs, before a port, or a word by itself where `words` says so; several with commas or spaces between. */
export function hostsIn(text: string, words: boolean): string[] {
  return text
    .slice(0, 20_000)
    .replaceAll(/\$\{[^{}]*\}/g, "")
    .split(/[\s,;|"'()[\]]+/)
    .flatMap((part) => {
      const address = part.replace(/^-*[A-Za-z_][\w.-]*=(?=[^=])/, "").replace(/^.*:\/\//, "").replace(/^[^@/]*@/, "");
      const host = /^([A-Za-z0-9][A-Za-z0-9._-]*)(?::\d*)?(?:[/?].*)?$/.exec(address)?.[1];
      return host === undefined || (host === part && !words) ? [] : [host];
    });
}

/** Every name of every service, to the service that has it first. */
export function aliasesOf(services: readonly ReadService[]): Map<string, string> {
  const names = new Map<string, string>();
  for (const { name, aliases } of services) for (const alias of aliases) if (!names.has(alias) || alias === name) names.set(alias, name);
  return names;
}

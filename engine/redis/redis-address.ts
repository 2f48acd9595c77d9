import { readFileSync } from "node:fs";
import { AppError, messageOf } from "../../design/errors.ts";

const FORMS = "redis://host:6379, rediss://:password@host:6379, redis+sentinel://host:26379,host:26379/name, redis+cluster://host:6379,host:6379 or /path/to/redis.sock";
const URL_FORM = /^(rediss?)(?:\+(sentinel|cluster))?:\/\/(?:([^/?#]*)@)?([^/?#@]+)(\/[^?#@]*)?(?:\?([^#@]*))?$/;
const HOST_FORM = /^(\[[0-9a-fA-F:.]+\]|[^:[\]]+)(?::(\d{1,5}))?$/;
/** Ports without which an address is understood. */
const PORTS = { single: 6379, cluster: 6379, sentinel: 26_379 };
/** What may stand behind the question mark. */
const PARAMETERS = ["ca", "cert", "key", "servername", "db", "sentinel-username", "sentinel-password"];

/** One server, or one of those that tell of the others. */
export interface RedisHost {
  readonly host: string;
  readonly port: number;
}

interface Credentials {
  readonly username?: string | undefined;
  readonly password?: string | undefined;
}

/** Files in PEM: whom to trust, and who we are. `servername` is the name in the certificate where it is not the address's. */
export interface TlsFiles {
  readonly ca?: string | undefined;
  readonly cert?: string | undefined;
  readonly key?: string | undefined;
  readonly servername?: string | undefined;
}

/** A Redis to connect to: one server (or its Unix socket), the master that sentinels name, or a cluster. */
export type RedisAddress =
  | { readonly kind: "socket"; readonly path: string }
  | ({ readonly kind: "single"; readonly hosts: readonly RedisHost[]; readonly db: number; readonly tls?: TlsFiles | undefined } & Credentials)
  | ({ readonly kind: "sentinel"; readonly hosts: readonly RedisHost[]; readonly name: string; readonly db: number; readonly sentinel: Credentials; readonly tls?: TlsFiles | undefined } & Credentials)
  | ({ readonly kind: "cluster"; readonly hosts: readonly RedisHost[]; readonly tls?: TlsFiles | undefined } & Credentials);

/**
 * Reads an address: `redis://` or `rediss://` (TLS) with `user:password@` and a database, `redis+sentinel://host,host/name`,
 * `redis+cluster://host,host` (each with `rediss+` too), or the path of a Unix socket. Behind a question mark: `ca`, `cert`, `key` (files), `servername`,
 * `db`, `sentinel-username`, `sentinel-password`. Throws `wrong-use`, never with the password in its message.
 */
export function parseRedisAddress(text: string): RedisAddress {
  if (text.startsWith("/")) return { kind: "socket", path: text };
  const match = URL_FORM.exec(text);
  if (!match) throw notAnAddress(text);
  const [, scheme = "", form, user, hosts = "", path = "", query = ""] = match;
  const kind = form === "sentinel" || form === "cluster" ? form : "single";
  const parameters = parametersIn(query);
  const read = (name: string): string | undefined => parameters.get(name) ?? undefined;
  const tls = scheme === "rediss" ? { ca: read("ca"), cert: read("cert"), key: read("key"), servername: read("servername") } : undefined;
  const common = { hosts: hosts.split(",").map((host) => hostOf(host, PORTS[kind])), ...credentialsIn(user), tls };
  const [first = "", second] = path.slice(1).split("/");
  switch (kind) {
    case "single":
      if (common.hosts.length > 1) throw new AppError("wrong-use", "One Redis has one address. Several are sentinels (redis+sentinel://host,host/name) or nodes of a cluster (redis+cluster://host,host).");
      return { kind, ...common, db: databaseIn(read("db") ?? first) };
    case "sentinel":
      if (first === "") throw new AppError("wrong-use", "Sentinels know masters by name: redis+sentinel://host:26379,host:26379/name.");
      return { kind, ...common, name: decoded(first), db: databaseIn(read("db") ?? second ?? ""), sentinel: { username: read("sentinel-username"), password: read("sentinel-password") } };
    case "cluster":
      if (databaseIn(read("db") ?? first) !== 0) throw new AppError("wrong-use", "A Redis Cluster has one database, 0: leave the number out.");
      return { kind, ...common };
  }
}

/** The address without its secrets, for messages. Throws `wrong-use` when it is none. */
export function redisName(text: string): string {
  const address = parseRedisAddress(text);
  if (address.kind === "socket") return address.path;
  const hosts = address.hosts.map(({ host, port }) => `${host.includes(":") ? `[${host}]` : host}:${port}`).join(",");
  if (address.kind === "sentinel") return `${address.name} (sentinels ${hosts})`;
  return address.kind === "cluster" ? `${hosts} (cluster)` : hosts;
}

/** Parameters that another machine may be told: no passwords, and no files of this one. */
const TOLD = ["servername", "db"];

/** The address as another machine may write it: without user, passwords and names of files. Throws `wrong-use` when it is none. */
export function addressWithoutSecrets(text: string): string {
  const address = parseRedisAddress(text);
  if (address.kind === "socket") return address.path;
  const [start = "", query = ""] = text.split("?");
  const [scheme = "", rest = ""] = start.split("://");
  const parameters = new URLSearchParams([...new URLSearchParams(query)].filter(([name]) => TOLD.includes(name))).toString();
  return `${scheme}://${rest.slice(rest.lastIndexOf("@") + 1)}${parameters === "" ? "" : `?${parameters}`}`;
}

/** Whether an address leads no farther than this machine: a Unix socket, or its loopback alone. */
export function isOnThisMachine(text: string): boolean {
  const address = parseRedisAddress(text);
  return address.kind === "socket" || address.hosts.every(({ host }) => host === "localhost" || host === "::1" || host.startsWith("127."));
}

/** Whether an address holds a password, which others on the machine would see in a list of processes. */
export function hasSecret(text: string): boolean {
  return /^rediss?(\+\w+)?:\/\/[^/?#]*@/.test(text) || /[?&]sentinel-password=/.test(text);
}

/**
 * Completes an address from the environment, so that no secret need stand in it: SPILLWAY_REDIS_USERNAME, SPILLWAY_REDIS_PASSWORD (or a file's name in
 * SPILLWAY_REDIS_PASSWORD_FILE), SPILLWAY_REDIS_SENTINEL_PASSWORD, and SPILLWAY_REDIS_CA, _CERT, _KEY for TLS. What stands in the
 * address goes first. Throws `wrong-use` or `file-not-found`.
 */
export function completedAddress(text: string, environment: NodeJS.ProcessEnv): string {
  const address = parseRedisAddress(text);
  if (address.kind === "socket") return text;
  const [start = "", query = ""] = text.split("?");
  const parameters = new URLSearchParams(query);
  const offer = (name: string, value: string | undefined): void => {
    if (value && !parameters.has(name)) parameters.set(name, value);
  };
  if (address.tls) for (const name of ["ca", "cert", "key"]) offer(name, environment[`SPILLWAY_REDIS_${name.toUpperCase()}`]);
  if (address.kind === "sentinel") offer("sentinel-password", environment.SPILLWAY_REDIS_SENTINEL_PASSWORD);
  const password = address.password ?? passwordIn(environment);
  const username = address.username ?? environment.SPILLWAY_REDIS_USERNAME ?? "";
  const user = password === undefined && username === "" ? "" : `${encodeURIComponent(username)}${password === undefined ? "" : `:${encodeURIComponent(password)}`}@`;
  const [scheme = "", rest = ""] = start.split("://");
  const completed = parameters.toString();
  return `${scheme}://${user}${rest.slice(rest.lastIndexOf("@") + 1)}${completed === "" ? "" : `?${completed}`}`;
}

function passwordIn({ SPILLWAY_REDIS_PASSWORD: password, SPILLWAY_REDIS_PASSWORD_FILE: file }: NodeJS.ProcessEnv): string | undefined {
  if (password) return password;
  return file ? readPem(file).trimEnd() : undefined;
}

/** The text of a file that an address names. Throws `file-not-found`. */
export function readPem(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new AppError("file-not-found", `The file ${path}, which the Redis address needs, cannot be read (${messageOf(error).split(",")[0] ?? ""}).`);
  }
}

function notAnAddress(text: string): AppError {
  // Else what stands before the # would be taken for the address, and told.
  if (/^rediss?(\+\w+)?:\/\/.*[#@]/.test(text)) return new AppError("wrong-use", "Special characters in the password of a Redis address are written as %23 for #, %2F for /, %40 for @ and so on.");
  return new AppError("wrong-use", `A Redis address looks like ${FORMS}.`);
}

function parametersIn(query: string): URLSearchParams {
  const parameters = new URLSearchParams(query);
  for (const name of parameters.keys()) if (!PARAMETERS.includes(name)) throw new AppError("wrong-use", `A Redis address has no parameter ${name}, but ${PARAMETERS.join(", ")}.`);
  return parameters;
}

function hostOf(text: string, port: number): RedisHost {
  const match = HOST_FORM.exec(text.trim());
  if (!match?.[1]) throw new AppError("wrong-use", `A Redis address looks like ${FORMS}.`);
  return { host: match[1].replaceAll(/^\[|\]$/g, ""), port: match[2] === undefined ? port : Number(match[2]) };
}

function credentialsIn(user: string | undefined): Credentials {
  if (user === undefined) return {};
  const colon = user.indexOf(":");
  const [username, password] = colon < 0 ? [user, undefined] : [user.slice(0, colon), user.slice(colon + 1)];
  return { username: username === "" ? undefined : decoded(username), password: password ? decoded(password) : undefined };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new AppError("wrong-use", "A % in a Redis address is written as %25.");
  }
}

function databaseIn(text: string): number {
  if (/^\d{0,5}$/.test(text)) return Number(text);
  throw new AppError("wrong-use", "What stands behind the host of a Redis address is the number of a database, such as /1.");
}

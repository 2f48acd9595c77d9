import type { Json } from "../document/schema.ts";
import type { Drawing } from "./drawing.ts";
import { entriesIn, listIn, numberIn, pointerTo, recordIn, shown, textIn, valueIn, type JsonRecord } from "./values.ts";

/** A service of a Compose file with what tells about events, whichever of its syntaxes it was written in. */
export interface ReadService {
  readonly name: string;
  /** Image with the defaults of its variables; empty where it is built. */
  readonly image: string;
  /** Values of its environment by variable. */
  readonly environment: ReadonlyMap<string, string>;
  /** Entry point and command. */
  readonly command: string;
  readonly dependsOn: readonly { readonly service: string; readonly condition: string }[];
  /** What it may be called on its networks, its own name too. */
  readonly aliases: readonly string[];
  readonly publishesPorts: boolean;
  /** 0 to 1000. */
  readonly replicas: number | undefined;
}

/** Keys that say how a container is made and run: no flow is in them. */
const OF_CONTAINERS = new Set(
  (
    "annotations attach blkio_config build cap_add cap_drop cgroup cgroup_parent configs cpu_count cpu_percent cpu_period cpu_quota cpu_rt_period cpu_rt_runtime cpu_shares cpus cpuset credential_spec " +
    "develop device_cgroup_rules devices dns dns_opt dns_search domainname expose external_links extra_hosts gpus group_add healthcheck init ipc isolation label_file labels logging mac_address mem_limit " +
    "mem_reservation mem_swappiness memswap_limit models network_mode oom_kill_disable oom_score_adj pid pids_limit platform post_start pre_stop privileged pull_policy pull_refresh_after read_only restart runtime " +
    "secrets security_opt shm_size stdin_open stop_grace_period stop_signal storage_opt sysctls tmpfs tty ulimits use_api_socket user userns_mode uts volumes volumes_from working_dir"
  ).split(" "),
);

/** Keys that are read here. */
const READ = new Set(["image", "environment", "command", "entrypoint", "depends_on", "links", "hostname", "container_name", "networks", "ports", "deploy", "scale", "extends", "profiles", "env_file", "provider"]);

/** How deep one service may extend another. */
const MOST_EXTENSIONS = 20;

/** Every service of a file, extended ones complete. What is not understood is noted by its place. */
export function readServices(document: unknown, drawing: Drawing): ReadService[] {
  const services = recordIn(valueIn(document, "services")) ?? {};
  return Object.keys(services).flatMap((name) => {
    const place = pointerTo("services", name);
    const service = extended(services, name, drawing);
    if (service === undefined) {
      drawing.note(place, "A service is an object with an image or what builds one.", "Left out.");
      return [];
    }
    noteWhatIsNotRead(service, place, drawing);
    return [readService(name, service, place, drawing)];
  });
}

/** A service over what it extends in the same file; lists and maps of both are kept, as Compose merges them. */
function extended(services: JsonRecord, name: string, drawing: Drawing, depth = 0): JsonRecord | undefined {
  const own = recordIn(Object.hasOwn(services, name) ? services[name] : undefined);
  const extension = valueIn(own, "extends");
  if (own === undefined || extension === undefined || extension === null) return own;
  const place = pointerTo("services", name, "extends");
  const base = typeof extension === "string" ? extension : textIn(extension, "service");
  if (textIn(extension, "file") !== undefined) {
    drawing.note(place, `It extends a service of the file ${textIn(extension, "file") ?? ""}, which is not read.`, "Merge the files first: docker compose config.");
    return own;
  }
  if (base === undefined || !Object.hasOwn(services, base) || depth >= MOST_EXTENSIONS) {
    drawing.note(place, "It extends a service that is not there, or itself.", "Drawn without what it extends.");
    return own;
  }
  const under = extended(services, base, drawing, depth + 1) ?? {};
  const merged = new Map<string, Json>(Object.entries(under).filter(([key]) => key !== "depends_on"));
  for (const [key, value] of Object.entries(own)) merged.set(key, mergedValue(merged.get(key), value, key));
  return Object.fromEntries(merged);
}

function mergedValue(under: Json | undefined, over: Json, key: string): Json {
  if (key === "command" || key === "entrypoint" || under === undefined) return over;
  if (key === "environment") return Object.fromEntries([...environmentIn(under), ...environmentIn(over)]);
  if (Array.isArray(under) && Array.isArray(over)) return [...(under as Json[]), ...(over as Json[])];
  const [a, b] = [recordIn(under), recordIn(over)];
  return a !== undefined && b !== undefined ? { ...a, ...b } : over;
}

function readService(name: string, service: JsonRecord, place: string, drawing: Drawing): ReadService {
  const networks = entriesIn(service["networks"]).flatMap(([, network]) => listIn(valueIn(network, "aliases")));
  return {
    name,
    image: withDefaults(textIn(service, "image") ?? ""),
    environment: new Map([...environmentIn(service["environment"])].map(([variable, value]) => [variable, withDefaults(value)])),
    command: withDefaults([...words(service["entrypoint"]), ...words(service["command"])].join(" ")),
    dependsOn: dependenciesOf(service),
    aliases: [name, textIn(service, "hostname"), textIn(service, "container_name"), ...networks].filter((alias): alias is string => typeof alias === "string" && alias !== ""),
    publishesPorts: listIn(service["ports"]).length > 0,
    replicas: replicasOf(service, place, drawing),
  };
}

/** Variables as a map or as a list of `NAME=value`; those without a value are from elsewhere and empty. */
function environmentIn(given: Json | undefined): Map<string, string> {
  const texts = (value: Json): string => (typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? String(value) : "");
  if (!Array.isArray(given)) return new Map(entriesIn(given).map(([name, value]) => [name, texts(value)]));
  return new Map(
    (given as readonly Json[]).filter((each) => typeof each === "string").map((each) => {
      const at = each.indexOf("=");
      return at < 0 ? [each, ""] : [each.slice(0, at), each.slice(at + 1)];
    }),
  );
}

function words(command: Json | undefined): string[] {
  if (typeof command === "string") return [command];
  return listIn(command).filter((word) => typeof word === "string");
}

/** A text with each `${NAME:-default}` as its default; other variables stay as they are, `$$` is a `$`. */
export function withDefaults(text: string): string {
  return text.slice(0, 100_000).replaceAll(/\$\{[A-Za-z_][A-Za-z0-9_]*:?-([^{}]*)\}/g, (_whole, otherwise: string) => otherwise).replaceAll("$$", "$");
}

/** Long and short syntax, and `links`, which say the same in older files. */
function dependenciesOf(service: JsonRecord): ReadService["dependsOn"] {
  const given = service["depends_on"];
  const long = entriesIn(given).map(([name, value]) => ({ service: name, condition: textIn(value, "condition") ?? "service_started" }));
  const short = [...listIn(given), ...listIn(service["links"])].filter((each) => typeof each === "string").map((each) => ({ service: each.split(":")[0] ?? "", condition: "service_started" }));
  return [...long, ...short];
}

function replicasOf(service: JsonRecord, place: string, drawing: Drawing): number | undefined {
  const deploy = valueIn(service, "deploy");
  const [written, at] = valueIn(deploy, "replicas") === undefined ? [service["scale"], `${place}/scale`] : [valueIn(deploy, "replicas"), `${place}/deploy/replicas`];
  if (written === undefined) return undefined;
  const replicas = numberIn({ of: typeof written === "string" ? withDefaults(written) : written }, "of");
  if (replicas !== undefined && Number.isInteger(replicas) && replicas >= 0 && replicas <= 1000) return replicas;
  drawing.note(at, `It has ${shown(written)} replicas; a consumer has 1 to 1000.`, "Drawn with one.");
  return undefined;
}

function noteWhatIsNotRead(service: JsonRecord, place: string, drawing: Drawing): void {
  for (const key of Object.keys(service)) if (!OF_CONTAINERS.has(key) && !READ.has(key) && !key.startsWith("x-")) drawing.note(`${place}${pointerTo(key)}`, `${key.slice(0, 80)} is not known.`, "Left out.");
  if (service["env_file"] !== undefined) drawing.note(`${place}/env_file`, "Variables in other files are not read: what they name is not drawn.", "Merge them first: docker compose config.");
  const profiles = listIn(service["profiles"]).filter((profile) => typeof profile === "string");
  if (profiles.length > 0) drawing.note(`${place}/profiles`, `It runs only in the profiles ${profiles.join(", ").slice(0, 200)}.`, "Drawn as if it ran always.");
}

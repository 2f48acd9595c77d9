/** A service as it is written in a Compose file: what of the Compose specification is used here. */
export interface ComposeService {
  readonly image: string;
  readonly command?: readonly string[];
  readonly restart: "unless-stopped" | "on-failure" | "no";
  readonly init?: true;
  readonly stop_grace_period?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly healthcheck?: { readonly test: readonly string[]; readonly interval: string; readonly timeout: string; readonly retries: number; readonly start_period: string };
  readonly depends_on?: Readonly<Record<string, { readonly condition: "service_healthy" | "service_completed_successfully" }>>;
  readonly deploy?: {
    readonly replicas: number;
    readonly resources: { readonly limits: { readonly memory: string }; readonly reservations?: { readonly cpus: string } };
  };
  readonly labels?: Readonly<Record<string, string>>;
  readonly networks: readonly string[];
}

/** The network that all of a file's services share. */
export const NETWORKS = ["events"] as const;

/** A text that Compose is to take as it is: it replaces variables after `$`. */
export function literal(text: string): string {
  return text.replaceAll("$", "$$$$");
}

/** A variable that must be set before anything starts, as Compose asks for it. */
export function required(variable: string): string {
  return `\${${variable}:?Set ${variable} in .env}`;
}

/** Nobody is counted ill in its first seconds. */
const START_MS = 10_000;

/** A health check by a command in a shell, which does not count while the container starts: for ten seconds and what it needs more. */
export function healthBy(command: string, startMs = 0): NonNullable<ComposeService["healthcheck"]> {
  return { test: ["CMD-SHELL", command], interval: "10s", timeout: "5s", retries: 5, start_period: `${Math.ceil(START_MS + startMs) / 1000}s` };
}

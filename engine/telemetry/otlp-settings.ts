import { AppError } from "../../design/errors.ts";

/** Where spans go, and how. */
export interface OtlpSettings {
  /** Where batches of spans are posted to. */
  readonly url: string;
  /** With each batch; may hold secrets, so that they are never shown. */
  readonly headers: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  /** `service.name` of every span; that of the node where it happened without it. */
  readonly serviceName: string | undefined;
  readonly resource: Readonly<Record<string, string>>;
}

const TRACES_PATH = "/v1/traces";
/** OpenTelemetry's own. */
const DEFAULT_TIMEOUT_MS = 10_000;

/**
 * Reads where spans are to go from OpenTelemetry's environment variables; `given` is the address that was given by hand and comes first.
 * Undefined where none is named, or tracing is off. Throws `wrong-use` for an address that cannot be one.
 */
export function otlpSettings(environment: NodeJS.ProcessEnv, given?: string): OtlpSettings | undefined {
  const own = given ?? "";
  const isOff = environment.OTEL_SDK_DISABLED?.toLowerCase() === "true" || environment.OTEL_TRACES_EXPORTER === "none";
  const exact = environment.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT ?? "";
  const base = environment.OTEL_EXPORTER_OTLP_ENDPOINT ?? "";
  if (own === "" && (isOff || (exact === "" && base === ""))) return undefined;
  const url = own !== "" ? tracesAt(own, "--otlp") : exact !== "" ? addressOf(exact, "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT").href : tracesAt(base, "OTEL_EXPORTER_OTLP_ENDPOINT");
  const timeoutMs = Number(environment.OTEL_EXPORTER_OTLP_TRACES_TIMEOUT || environment.OTEL_EXPORTER_OTLP_TIMEOUT);
  const { "service.name": named, ...resource } = pairsOf(environment.OTEL_RESOURCE_ATTRIBUTES);
  return {
    url,
    headers: pairsOf(environment.OTEL_EXPORTER_OTLP_TRACES_HEADERS || environment.OTEL_EXPORTER_OTLP_HEADERS),
    timeoutMs: timeoutMs > 0 ? timeoutMs : DEFAULT_TIMEOUT_MS,
    serviceName: environment.OTEL_SERVICE_NAME || named,
    resource,
  };
}

function tracesAt(text: string, named: string): string {
  const url = addressOf(text, named);
  if (!url.pathname.endsWith(TRACES_PATH)) url.pathname = url.pathname.replace(/\/$/, "") + TRACES_PATH;
  return url.href;
}

/** The text is not shown: it may hold a password. */
function addressOf(text: string, named: string): URL {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw new AppError("wrong-use", `${named} is no address. Give that of an OTLP receiver over HTTP, such as http://127.0.0.1:4318.`);
  }
  if (url.protocol !== "http:" && url.protocol !== "https:") throw new AppError("wrong-use", `${named} must be an http:// or https:// address: spans leave over OTLP/HTTP, usually to port 4318.`);
  if (url.username !== "" || url.password !== "") throw new AppError("wrong-use", `${named} may hold no password. Put it into OTEL_EXPORTER_OTLP_HEADERS, as authorization=Basic%20….`);
  return url;
}

/** `key=value,key=value`, percent-encoded, as OpenTelemetry writes it. */
function pairsOf(text = ""): Record<string, string> {
  const pairs = text.split(",").flatMap((pair): [string, string][] => {
    const at = pair.indexOf("=");
    if (at < 1) return [];
    return [[pair.slice(0, at).trim().toLowerCase(), decoded(pair.slice(at + 1).trim())]];
  });
  return Object.fromEntries(pairs);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

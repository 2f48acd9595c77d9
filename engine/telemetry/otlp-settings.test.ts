import { describe, expect, it } from "vitest";
import { otlpSettings } from "./otlp-settings.ts";

describe("where spans go", () => {
  it("is nowhere unless somebody says so, or where tracing is off", () => {
    const endpoint = { OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:4318" };
    expect(otlpSettings({})).toBeUndefined();
    expect(otlpSettings({ ...endpoint, OTEL_SDK_DISABLED: "true" })).toBeUndefined();
    expect(otlpSettings({ ...endpoint, OTEL_TRACES_EXPORTER: "none" })).toBeUndefined();
    expect(otlpSettings({ OTEL_SDK_DISABLED: "true" }, "http://127.0.0.1:4318")?.url).toBe("http://127.0.0.1:4318/v1/traces");
  });

  it("is what OpenTelemetry's variables say: a base to which the signal's path is added, or the signal's own address as it is", () => {
    const at = (environment: NodeJS.ProcessEnv, given?: string): string | undefined => otlpSettings(environment, given)?.url;
    expect(at({ OTEL_EXPORTER_OTLP_ENDPOINT: "https://otel.example/base/" })).toBe("https://otel.example/base/v1/traces");
    expect(at({ OTEL_EXPORTER_OTLP_ENDPOINT: "http://a", OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: "http://b/own" })).toBe("http://b/own");
    expect(at({ OTEL_EXPORTER_OTLP_ENDPOINT: "http://a" }, "http://c:4318/v1/traces")).toBe("http://c:4318/v1/traces");
    expect(otlpSettings({ OTEL_EXPORTER_OTLP_ENDPOINT: "http://a", OTEL_EXPORTER_OTLP_HEADERS: "authorization=Basic%20YTpi, x-team = one", OTEL_EXPORTER_OTLP_TIMEOUT: "2500", OTEL_RESOURCE_ATTRIBUTES: "service.name=mine,deployment.environment=lab" })).toMatchObject({
      headers: { authorization: "Basic YTpi", "x-team": "one" },
      timeoutMs: 2500,
      serviceName: "mine",
      resource: { "deployment.environment": "lab" },
    });
  });

  it("must be an address over HTTP without a password, and the refusal shows nothing of it", () => {
    for (const text of ["nonsense s3cret", "grpc://s3cret:4317", "http://user:s3cret@host:4318"]) {
      expect(() => otlpSettings({}, text)).toThrow(/--otlp/);
      expect(() => otlpSettings({ OTEL_EXPORTER_OTLP_ENDPOINT: text })).toThrow(/^(?!.*s3cret).*OTEL_EXPORTER_OTLP_ENDPOINT/);
    }
  });
});

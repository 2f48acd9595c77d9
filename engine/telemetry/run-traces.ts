import { flowOf } from "../../design/graph/compile.ts";
import type { RunListener, RunOptions } from "../core/executor.ts";
import { wallNow } from "../core/run-clock.ts";
import { traceOfRun } from "../core/trace-context.ts";
import { OtlpExporter, type ExportCounts } from "./otlp-exporter.ts";
import { otlpRequest } from "./otlp-json.ts";
import { otlpSettings, type OtlpSettings } from "./otlp-settings.ts";
import { TraceSpans } from "./trace-spans.ts";
import { WallTimes } from "./wall-times.ts";

/** How long the end of a run waits for its last spans to be sent, ms. */
const PATIENCE_MS = 2000;

/** Phases in which design time goes by. */
const GOING: ReadonlySet<string> = new Set(["running", "draining"]);

/** Sends spans where the environment, or `given`, says; undefined where neither names a receiver. Throws `wrong-use` for an address that cannot be one. */
export function createRunTraces(environment: NodeJS.ProcessEnv, version: string, given?: string): RunTraces | undefined {
  const settings = otlpSettings(environment, given);
  return settings && new RunTraces(settings, version);
}

/** Sends the spans of live runs to an OTLP receiver. A receiver that is away neither slows nor fails a run: what it does not take is counted. */
export class RunTraces {
  private last: OtlpExporter | undefined;
  private closing: Promise<void> = Promise.resolve();

  constructor(
    private readonly settings: OtlpSettings,
    private readonly version: string,
  ) {}

  /** Hears what a live run tells before `listener` does. */
  hearing(listener: RunListener, { runId, design }: Pick<RunOptions, "runId" | "design">): RunListener {
    const { settings, version } = this;
    const times = new WallTimes();
    const spans = new TraceSpans(flowOf(design), traceOfRun(runId), (designMs) => times.at(designMs));
    const resource = { runId, design: design.name, version, serviceName: settings.serviceName, attributes: settings.resource };
    const { origin } = new URL(settings.url);
    const exporter = new OtlpExporter(settings, (batch) => otlpRequest(batch, resource), (why) => {
      listener.onNotice({ level: "warning", code: "traces", message: `Spans are lost: the OTLP receiver at ${origin} does not take them (${why}). The run goes on without.` });
    });
    this.last = exporter;
    let isOver = false;
    return {
      ...listener,
      onSamples: (samples) => {
        exporter.add(spans.take(samples));
        listener.onSamples?.(samples);
      },
      onState: (state) => {
        if (GOING.has(state.phase)) times.note(state.atMs, wallNow(), state.speed);
        listener.onState(state);
        if (isOver || (state.phase !== "finished" && state.phase !== "failed")) return;
        isOver = true;
        exporter.add(spans.rest());
        this.closing = exporter.close(PATIENCE_MS).then(() => {
          const { sent, dropped } = exporter.counts();
          if (dropped > 0) listener.onNotice({ level: "warning", code: "traces", message: `${dropped} spans were lost and ${sent} sent to ${origin}.` });
        });
      },
    };
  }

  /** Of the present or last run. */
  counts(): ExportCounts {
    return this.last?.counts() ?? { sent: 0, dropped: 0 };
  }

  /** Resolves when the last run's spans are sent, or given up. */
  close(): Promise<void> {
    return this.closing;
  }
}

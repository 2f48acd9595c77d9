import { logSamples } from "../telemetry/sample-lines.ts";
import type { Log } from "../telemetry/log.ts";
import type { FromProcess, HostLink, ToProcess } from "./messages.ts";

/** A link whose process writes what it tells its host into its own log too: it is there even when the host has gone. */
export function loggingLink(link: HostLink, log: Log): HostLink {
  let own = log;
  return {
    send(message) {
      tell(own, message);
      link.send(message);
    },
    onMessage: (listener) =>
      link.onMessage((message) => {
        if (message.type === "init") {
          own = begun(log, message);
          own.say("info", "process starts");
        } else if (message.type === "end") own.say("info", "process ends");
        listener(message);
      }),
  };
}

function begun(log: Log, { runId, listening }: Extract<ToProcess, { type: "init" }>): Log {
  if (listening) log.hide(listening.token);
  return log.with({ run: runId });
}

function tell(log: Log, message: FromProcess): void {
  if (message.type === "samples") logSamples(log, message.samples);
  else if (message.type === "measured") logSamples(log, message.metrics.samples);
  else if (message.type === "ready") log.say("info", "process is ready");
  else if (message.type === "failed") log.say("error", message.message);
  else if (message.type === "notice") log.say(message.notice.level === "warning" ? "warn" : message.notice.level, message.notice.message, { code: message.notice.code, node: message.notice.node });
}

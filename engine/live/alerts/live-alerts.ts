import type { Design } from "../../../design/document/schema.ts";
import { AppError } from "../../../design/errors.ts";
import type { Notice } from "../../contract/run.ts";
import { Alerts } from "../../core/alerts/alerts.ts";
import type { MeasureInForce } from "../../core/alerts/in-force.ts";
import { consumerBehaviour, type Wiring } from "../../core/wiring.ts";
import type { Crew } from "../crew.ts";
import type { ReplicaShares } from "../replica-shares.ts";
import { notifyWebhook } from "./notify-webhook.ts";

export interface LiveAlertsOptions {
  readonly design: Design;
  readonly wiring: Wiring;
  readonly crew: Crew;
  readonly shares: ReplicaShares;
  /** Addresses that were approved on this machine (rule S3). */
  readonly approved: readonly string[];
  dateOf(atMs: number): Date;
  onNotice(notice: Notice): void;
  onChange(): void;
}

/** The alerts of a live run (rule O6): what they do is done in the run's processes. */
export class LiveAlerts {
  readonly alerts: Alerts;
  /** What a process that starts now must know. */
  inForce: readonly MeasureInForce[] = [];

  constructor({ crew, shares, approved, ...options }: LiveAlertsOptions) {
    this.alerts = new Alerts({
      ...options,
      port: {
        replicas: (consumer) => shares.total(consumer) ?? consumerBehaviour(consumer).replicas * Math.max(1, shares.running(consumer).length),
        scale: (consumer, replicas) => shares.change(consumer, replicas),
        restartReplicas(consumer) {
          const running = shares.running(consumer).filter(({ process }) => process);
          if (running.length === 0) throw new AppError("wrong-use", `No process of this run is up that runs ${consumer.name}.`);
          for (const { process } of running) process?.send({ type: "restart", place: consumer.index });
          return "its replicas were restarted";
        },
        restartZone(zone) {
          const pid = crew.restart(zone);
          if (pid === undefined) throw new AppError("wrong-use", "No process of this run is up in that zone.");
          return `process ${pid} was told to end, and is started again`;
        },
        inForce: (measures) => {
          this.inForce = measures;
          crew.broadcast({ type: "in-force", measures });
        },
        notify: (address, message) => notifyWebhook(address, message, approved),
      },
    });
  }
}

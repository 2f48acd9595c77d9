import { randomBytes } from "node:crypto";
import type { Notice } from "../contract/run.ts";
import type { Wiring } from "../core/wiring.ts";
import type { Endpoint, Listening } from "./edges/outside.ts";

/** Where the processes of a run listen (rules P6, S3), and the token that lets clients in. */
export class OpenEndpoints {
  private readonly token = randomBytes(16).toString("hex");
  private readonly ports = new Map<string, number>();
  private readonly endpoints = new Map<string, Endpoint>();

  constructor(
    private readonly wiring: Wiring,
    private readonly onNotice: (notice: Notice) => void,
  ) {}

  /** Every endpoint that is open; undefined where there is none. */
  all(): Endpoint[] | undefined {
    return this.endpoints.size === 0 ? undefined : [...this.endpoints.values()];
  }

  /** How the process of a zone is to listen: at the same port when it is started again. */
  listening(zone: string): Listening {
    return { token: this.token, port: this.ports.get(zone) ?? 0 };
  }

  /** Keeps where the process of a zone listens, and tells of what is new. */
  heard(zone: string, port: number, endpoints: readonly Endpoint[]): void {
    this.ports.set(zone, port);
    for (const endpoint of endpoints) {
      const before = this.endpoints.get(endpoint.node);
      this.endpoints.set(endpoint.node, endpoint);
      if (before?.url === endpoint.url) continue;
      const name = this.wiring.flow.nodes.get(endpoint.node)?.name ?? endpoint.node;
      this.onNotice({ level: "info", code: "listening", message: `${name} listens at ${endpoint.url}?token=${endpoint.token}` });
    }
  }
}

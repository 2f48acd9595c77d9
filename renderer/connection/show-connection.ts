import type { ConnectionStatus } from "../../engine/contract/reconnecting-client.ts";
import type { RunStore } from "../stores/run-store.ts";

/** Puts the connection's state into words for the banner. */
export function showConnection(status: ConnectionStatus, run: RunStore): void {
  const { connection, setConnection } = run.getState();
  switch (status.status) {
    case "connected":
      return setConnection({ status: "connected" });
    case "connecting":
      return setConnection({ status: "connecting" });
    case "reconnecting":
      if (connection.status === "connecting" && status.attempt < 3) return;
      return setConnection({ status: "lost", message: run.getState().host ? "The engine is gone. Connecting again… Your design is safe." : "The engine cannot be reached. Trying again…" });
    case "closed":
      return setConnection({ status: "refused", message: "The connection to the engine is closed. Reload the page to connect again." });
  }
}

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

/** Says that this page's address is not, or no longer, one that lets in. */
export function showRefusal(run: RunStore): void {
  const message = run.getState().host
    ? "Spillway has been started again and has another address now: open the one that it printed. Unsaved work is offered there."
    : "This address lets nobody in: its token is missing or wrong. Open the address that Spillway printed.";
  run.getState().setConnection({ status: "refused", message });
}

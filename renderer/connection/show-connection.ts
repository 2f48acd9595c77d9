import type { ConnectionStatus } from "../../engine/contract/reconnecting-client.ts";
import type { RunStore } from "../stores/run-store.ts";
import { connectionWords } from "../words/connection.ts";

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
      return setConnection({ status: "lost", message: run.getState().host ? connectionWords.theEngineIsGoneConnectingAgainYour : connectionWords.theEngineCannotBeReachedTryingAgain });
    case "closed":
      return setConnection({ status: "refused", message: connectionWords.theConnectionToTheEngineIsClosed });
  }
}

/** Says that this page's address is not, or no longer, one that lets in. */
export function showRefusal(run: RunStore): void {
  const message = run.getState().host
    ? connectionWords.spillwayHasBeenStartedAgain
    : connectionWords.thisAddressLetsNobodyInItsToken;
  run.getState().setConnection({ status: "refused", message });
}

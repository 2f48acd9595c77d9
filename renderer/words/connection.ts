import { area } from "./area.ts";

/** The connection to the engine, and what it says of itself. */
export const connectionWords = area("connection", {
  theEngineIsNotConnectedYet: "The engine is not connected yet. Wait a moment and try again.",
  theEngineIsGoneConnectingAgainYour: "The engine is gone. Connecting again… Your design is safe.",
  theEngineCannotBeReachedTryingAgain: "The engine cannot be reached. Trying again…",
  theConnectionToTheEngineIsClosed: "The connection to the engine is closed. Reload the page to connect again.",
  spillwayHasBeenStartedAgain: "Spillway has been started again and has another address now: open the one that it printed. Unsaved work is offered there.",
  thisAddressLetsNobodyInItsToken: "This address lets nobody in: its token is missing or wrong. Open the address that Spillway printed.",
});

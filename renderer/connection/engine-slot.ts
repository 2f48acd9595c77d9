import { AppError } from "../../design/errors.ts";
import type { EngineClient } from "../../engine/contract/client.ts";
import { connectionWords } from "../words/connection.ts";

/** What screen parts may ask of the engine host. */
export type Engine = Pick<EngineClient, "call">;

/** The engine that calls go to; until `use` there is none. */
export interface EngineSlot extends Engine {
  use(client: Engine): void;
}

/** Passes calls on to the client in use. */
export function createEngineSlot(): EngineSlot {
  let current: Engine | null = null;
  return {
    call(name, request) {
      return current ? current.call(name, request) : Promise.reject(new AppError("engine-lost", connectionWords.theEngineIsNotConnectedYet));
    },
    use: (client) => {
      current = client;
    },
  };
}

/** The window's engine. */
export const engine: EngineSlot = createEngineSlot();

import { AppError } from "../../design/errors.ts";
import type { CallName, CallRequest, CallResponse } from "../../engine/contract/api.ts";
import type { EngineClient } from "../../engine/contract/client.ts";

/** The engine host over whichever connection there is at the moment. */
export interface Engine {
  /** Rejects with an `AppError`; with code `engine-lost` while there is no connection. */
  call<Name extends CallName>(name: Name, request: CallRequest<Name>): Promise<CallResponse<Name>>;
}

/** An engine whose connection can be lost and replaced. */
export interface ReplaceableEngine extends Engine {
  use(client: EngineClient | null): void;
}

/** Passes calls on to the present connection. */
export function createEngine(): ReplaceableEngine {
  let current: EngineClient | null = null;
  return {
    call(name, request) {
      if (current) return current.call(name, request);
      return Promise.reject(new AppError("engine-lost", "The engine is not connected. It is being restored."));
    },
    use: (client) => {
      current = client;
    },
  };
}

/** The window's engine. */
export const engine: ReplaceableEngine = createEngine();

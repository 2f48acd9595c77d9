import { AppError, type ErrorCode } from "../../design/errors.ts";
import { calls, streams, type CallName, type CallRequest, type CallResponse, type StreamItem, type StreamName } from "./api.ts";
import { hostMessageSchema, type ClientMessage } from "./message.ts";

/** A two-way pipe of structured messages. A transport calls `onMessage` for each one in order and `onClose` once. */
export interface Transport {
  send(message: ClientMessage): void;
  onMessage(listener: (message: unknown) => void): void;
  onClose(listener: () => void): void;
  close(): void;
}

/** The engine host as a screen sees it. */
export interface EngineClient {
  /** Rejects with an `AppError` when the host refuses, or with code `engine-lost` when the connection closes. */
  call<Name extends CallName>(name: Name, request: CallRequest<Name>): Promise<CallResponse<Name>>;
  /** Returns the function that ends the subscription. */
  on<Name extends StreamName>(name: Name, listener: (item: StreamItem<Name>) => void): () => void;
  onClose(listener: () => void): () => void;
  close(): void;
}

interface Waiting {
  readonly name: CallName;
  readonly resolve: (response: never) => void;
  readonly reject: (error: AppError) => void;
}

/**
 * Speaks the contract over any transport. Answers are checked against the contract; stream items come from the host
 * that this screen was served by and are not parsed again, because frames arrive ten times a second.
 */
export function createEngineClient(transport: Transport): EngineClient {
  const waiting = new Map<number, Waiting>();
  const listeners = new Map<string, Set<(item: never) => void>>();
  const closeListeners = new Set<() => void>();
  let nextId = 1;
  let closed = false;

  transport.onMessage((raw) => {
    const parsed = hostMessageSchema.safeParse(raw);
    if (!parsed.success) return;
    const message = parsed.data;
    if (message.type === "item") {
      if (!Object.hasOwn(streams, message.stream)) return;
      for (const listener of listeners.get(message.stream) ?? []) listener(message.item as never);
      return;
    }
    const call = waiting.get(message.id);
    if (!call) return;
    waiting.delete(message.id);
    if (message.type === "error") return call.reject(new AppError(message.code as ErrorCode, message.message));
    const response = calls[call.name].response.safeParse(message.response);
    if (response.success) call.resolve(response.data as never);
    else call.reject(new AppError("internal", `The engine's answer to ${call.name} does not fit the contract.`));
  });

  transport.onClose(() => {
    closed = true;
    for (const call of waiting.values()) call.reject(new AppError("engine-lost", "The connection to the engine is lost. It is being restored."));
    waiting.clear();
    for (const listener of closeListeners) listener();
  });

  return {
    call(name, request) {
      if (closed) return Promise.reject(new AppError("engine-lost", "The connection to the engine is lost. It is being restored."));
      const id = nextId++;
      return new Promise((resolve, reject) => {
        waiting.set(id, { name, resolve, reject });
        transport.send({ type: "call", id, name, request });
      });
    },
    on(name, listener) {
      const set = listeners.get(name) ?? new Set();
      set.add(listener as (item: never) => void);
      listeners.set(name, set);
      return () => set.delete(listener as (item: never) => void);
    },
    onClose(listener) {
      closeListeners.add(listener);
      return () => closeListeners.delete(listener);
    },
    close: () => transport.close(),
  };
}

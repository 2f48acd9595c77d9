import { AppError, isAppError, messageOf } from "../../design/errors.ts";
import { calls, streams, type CallName, type CallRequest, type CallResponse, type StreamItem, type StreamName } from "./api.ts";
import { createEngineClient, type EngineClient } from "./client.ts";
import type { ClientMessage, HostMessage } from "./message.ts";

/** Answers to calls, as a test gives them. A thrown `AppError` is the host's refusal. */
export type FakeHandlers = {
  [Name in CallName]?: (request: CallRequest<Name>) => CallResponse<Name> | Promise<CallResponse<Name>>;
};

/** A client whose host is the test. */
export interface FakeClient extends EngineClient {
  /** Every call in order, as it was made. */
  readonly made: readonly { name: CallName; request: unknown }[];
  /** The host sends an item; it must fit the contract. */
  emit<Name extends StreamName>(stream: Name, item: StreamItem<Name>): void;
  /** The host answers this call so from now on. */
  handle<Name extends CallName>(name: Name, handler: NonNullable<FakeHandlers[Name]>): void;
  /** The host is gone: calls on their way and later ones are rejected with `engine-lost`. */
  lose(): void;
}

/**
 * The real client on a host made of `handlers`. Requests, answers and items are checked against the contract, so that a
 * test cannot pass on what the engine would never send. A call without a handler is rejected with `wrong-use`.
 */
export function createFakeClient(handlers: FakeHandlers = {}): FakeClient {
  const table: Record<string, ((request: never) => unknown) | undefined> = { ...handlers };
  const made: { name: CallName; request: unknown }[] = [];
  let deliver: (message: unknown) => void = () => {};
  let closed: () => void = () => {};

  async function answer(message: ClientMessage): Promise<HostMessage> {
    try {
      if (!Object.hasOwn(calls, message.name)) throw new AppError("wrong-use", `There is no call ${message.name}.`);
      const name = message.name as CallName;
      made.push({ name, request: message.request });
      const handler = table[name];
      if (!handler) throw new AppError("wrong-use", `This test has no handler for ${name}.`);
      const request = calls[name].request.parse(message.request);
      return { type: "answer", id: message.id, response: calls[name].response.parse(await handler(request as never)) };
    } catch (error) {
      return { type: "error", id: message.id, code: isAppError(error) ? error.code : "internal", message: messageOf(error) };
    }
  }

  const client = createEngineClient({
    send: (message) => void answer(message).then((reply) => deliver(reply)),
    onMessage: (listener) => void (deliver = listener),
    onClose: (listener) => void (closed = listener),
    close: () => closed(),
  });

  return {
    ...client,
    made,
    emit(stream, item) {
      deliver({ type: "item", stream, item: streams[stream].parse(item) } satisfies HostMessage);
    },
    handle(name, handler) {
      table[name] = handler as (request: never) => unknown;
    },
    lose: () => closed(),
  };
}

export interface BridgeEnd {
  expose(name: string, api: unknown): void;
}

/**
 * One end of the context bridge. Functions, also those among arguments and results, are called in the world
 * they belong to, synchronously through DOM events; promises settle on both sides. Only JSON crosses.
 * It is sent to the page as text: it may use nothing from outside.
 */
export function makeBridgeEnd(own: string, other: string): BridgeEnd {
  type Message =
    | { kind: "hello" }
    | { kind: "expose"; name: string; api: unknown }
    | { kind: "call"; target: number; args: unknown[] }
    | { kind: "result"; value?: unknown; error?: string }
    | { kind: "settled"; promise: number; value?: unknown; error?: string };
  type Outcome = { value?: unknown; error?: string };

  const functions: ((...args: unknown[]) => unknown)[] = [];
  const promises = new Map<number, (outcome: Outcome) => void>();
  const exposed: Message[] = [];
  let promiseCount = 0;
  let lastResult: Outcome = {};

  function send(message: Message): void {
    window.dispatchEvent(new CustomEvent(other, { detail: JSON.stringify(message) }));
  }

  function encode(value: unknown): unknown {
    if (typeof value === "function") return { $function: functions.push(value as () => unknown) - 1 };
    if (value instanceof Promise) {
      const promise = ++promiseCount;
      value.then(
        (settled: unknown) => send({ kind: "settled", promise, value: encode(settled) }),
        (error: unknown) => send({ kind: "settled", promise, error: String((error as Error).message) }),
      );
      return { $promise: promise };
    }
    if (Array.isArray(value)) return value.map(encode);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, encode(item)]));
  }

  function decode(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(decode);
    if (typeof value !== "object" || value === null) return value;
    const tagged = value as { $function?: number; $promise?: number };
    const target = tagged.$function;
    if (target !== undefined) return (...args: unknown[]) => callOther(target, args);
    const promise = tagged.$promise;
    if (promise !== undefined) {
      return new Promise((resolve, reject) => {
        promises.set(promise, ({ value: settled, error }) => (error === undefined ? resolve(decode(settled)) : reject(new Error(error))));
      });
    }
    return Object.freeze(Object.fromEntries(Object.entries(value).map(([key, item]) => [key, decode(item)])));
  }

  function callOther(target: number, args: unknown[]): unknown {
    send({ kind: "call", target, args: args.map(encode) });
    if (lastResult.error !== undefined) throw new Error(lastResult.error);
    return decode(lastResult.value);
  }

  function answer(target: number, args: unknown[]): void {
    try {
      send({ kind: "result", value: encode(functions[target]?.(...args.map(decode))) });
    } catch (error) {
      send({ kind: "result", error: String((error as Error).message) });
    }
  }

  window.addEventListener(own, (event) => {
    const message = JSON.parse((event as CustomEvent<string>).detail) as Message;
    if (message.kind === "hello") exposed.forEach(send);
    else if (message.kind === "expose") Object.defineProperty(window, message.name, { value: decode(message.api), enumerable: true, configurable: true });
    else if (message.kind === "call") answer(message.target, message.args);
    else if (message.kind === "result") lastResult = message;
    else {
      promises.get(message.promise)?.(message);
      promises.delete(message.promise);
    }
  });
  send({ kind: "hello" });

  return {
    expose(name, api) {
      const message: Message = { kind: "expose", name, api: encode(api) };
      exposed.push(message);
      send(message);
    },
  };
}

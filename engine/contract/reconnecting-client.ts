import { AppError } from "../../design/errors.ts";
import type { StreamName } from "./api.ts";
import { createEngineClient, type EngineClient, type Transport } from "./client.ts";

/** Where the connection stands. `attempt` counts the failed ones since the last that worked. */
export type ConnectionStatus =
  | { readonly status: "connecting" }
  | { readonly status: "connected" }
  | { readonly status: "reconnecting"; readonly attempt: number; readonly delayMs: number }
  | { readonly status: "closed" };

/** The two functions of the clock, to be replaced in tests. */
export interface Timers {
  setTimeout(callback: () => void, delayMs: number): unknown;
  clearTimeout(timer: unknown): void;
}

export interface ReconnectingOptions {
  /** Opens a new connection; rejects when it cannot. */
  connect(): Promise<Transport>;
  onStatus?(status: ConnectionStatus): void;
  timers?: Timers;
  /** How long a call waits for a connection before it is rejected; 10 s where it is left out. */
  patienceMs?: number;
}

/** `onClose` is called only for `close()`: a lost connection is restored. */
export type ReconnectingClient = EngineClient;

const FIRST_DELAY_MS = 250;
const LONGEST_DELAY_MS = 5000;
const PATIENCE_MS = 10_000;

/** Pause before attempt number `attempt`, counted from one: doubling from a quarter of a second to five. */
export function reconnectDelayMs(attempt: number): number {
  return Math.min(FIRST_DELAY_MS * 2 ** (attempt - 1), LONGEST_DELAY_MS);
}

interface Subscription {
  readonly name: StreamName;
  readonly listener: (item: never) => void;
  /** Ends it on the present connection. */
  end: () => void;
}

interface Waiter {
  send(client: EngineClient): void;
  giveUp(): void;
}

/**
 * An engine client over any transport that outlives its connections. Subscriptions are kept. A call made while there is
 * no connection is sent when there is one; a call that was on its way when the connection was lost is rejected with
 * `engine-lost`, because nobody knows whether it was carried out.
 */
export function createReconnectingClient(options: ReconnectingOptions): ReconnectingClient {
  const timers = options.timers ?? (globalThis as unknown as Timers);
  const subscriptions = new Set<Subscription>();
  const closeListeners = new Set<() => void>();
  const waiters = new Set<Waiter>();
  let current: EngineClient | null = null;
  let attempt = 0;
  let retryTimer: unknown;
  let closed = false;

  function report(status: ConnectionStatus): void {
    options.onStatus?.(status);
  }

  function connect(): void {
    options.connect().then(connected, retryLater);
  }

  function connected(transport: Transport): void {
    if (closed) return transport.close();
    const client = createEngineClient(transport);
    current = client;
    attempt = 0;
    for (const subscription of subscriptions) subscription.end = client.on(subscription.name, subscription.listener as never);
    client.onClose(() => {
      current = null;
      if (!closed) retryLater();
    });
    report({ status: "connected" });
    for (const waiter of waiters) waiter.send(client);
    waiters.clear();
  }

  function retryLater(): void {
    if (closed) return;
    attempt += 1;
    const delayMs = reconnectDelayMs(attempt);
    report({ status: "reconnecting", attempt, delayMs });
    retryTimer = timers.setTimeout(connect, delayMs);
  }

  function waitForConnection(): Promise<EngineClient> {
    return new Promise((resolve, reject) => {
      const timer = timers.setTimeout(() => {
        waiters.delete(waiter);
        waiter.giveUp();
      }, options.patienceMs ?? PATIENCE_MS);
      const waiter: Waiter = {
        send(client) {
          timers.clearTimeout(timer);
          resolve(client);
        },
        giveUp() {
          timers.clearTimeout(timer);
          reject(new AppError("engine-lost", "The engine cannot be reached. The connection is being restored."));
        },
      };
      waiters.add(waiter);
    });
  }

  report({ status: "connecting" });
  connect();

  return {
    async call(name, request) {
      if (closed) throw new AppError("engine-lost", "The connection to the engine is closed.");
      return (current ?? (await waitForConnection())).call(name, request);
    },
    on(name, listener) {
      const subscription: Subscription = { name, listener, end: current?.on(name, listener) ?? (() => {}) };
      subscriptions.add(subscription);
      return () => {
        subscriptions.delete(subscription);
        subscription.end();
      };
    },
    onClose(listener) {
      closeListeners.add(listener);
      return () => closeListeners.delete(listener);
    },
    close() {
      if (closed) return;
      closed = true;
      timers.clearTimeout(retryTimer);
      for (const waiter of waiters) waiter.giveUp();
      waiters.clear();
      current?.close();
      report({ status: "closed" });
      for (const listener of closeListeners) listener();
    },
  };
}

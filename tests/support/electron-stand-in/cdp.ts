import { EventEmitter } from "node:events";
import { WebSocket } from "ws";

export type CdpParams = Record<string, unknown>;

interface Answer {
  resolve(result: CdpParams): void;
  reject(error: Error): void;
}

/**
 * A connection to Chromium's DevTools protocol. Emits `SESSION:METHOD` for events of a session and
 * `METHOD` for the browser's own.
 */
export class Cdp extends EventEmitter {
  readonly endpoint: string;
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, Answer>();
  #lastId = 0;

  private constructor(endpoint: string, socket: WebSocket) {
    super();
    this.endpoint = endpoint;
    this.#socket = socket;
    this.setMaxListeners(0);
    socket.on("message", (data: Buffer) => this.#receive(data.toString("utf8")));
    socket.on("close", () => this.#rejectAll());
  }

  static connect(endpoint: string): Promise<Cdp> {
    const socket = new WebSocket(endpoint, { perMessageDeflate: false });
    return new Promise((resolve, reject) => {
      socket.once("open", () => resolve(new Cdp(endpoint, socket)));
      socket.once("error", reject);
    });
  }

  send(method: string, params: CdpParams = {}, sessionId?: string): Promise<CdpParams> {
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#socket.send(JSON.stringify({ id, method, params, sessionId }));
    });
  }

  #receive(text: string): void {
    const message = JSON.parse(text) as {
      id?: number;
      method?: string;
      params?: CdpParams;
      result?: CdpParams;
      error?: { message: string };
      sessionId?: string;
    };
    if (message.id !== undefined) {
      const answer = this.#waiting.get(message.id);
      this.#waiting.delete(message.id);
      if (message.error === undefined) answer?.resolve(message.result ?? {});
      else answer?.reject(new Error(message.error.message));
    } else if (message.method !== undefined) {
      this.emit(message.sessionId === undefined ? message.method : `${message.sessionId}:${message.method}`, message.params ?? {});
    }
  }

  #rejectAll(): void {
    for (const answer of this.#waiting.values()) answer.reject(new Error("Chromium has closed."));
    this.#waiting.clear();
  }
}

import type { BridgeEnd } from "./bridge-end.ts";

/**
 * Electron's renderer side in the preload's world, over a binding into the main process and a function that
 * the main process calls. It is sent to the page as text: it may use nothing from outside.
 */
export function makeRendererSide(bridge: BridgeEnd, bindingName: string, receiverName: string, windowOpenName: string): Record<string, unknown> {
  type Listener = (event: { ports: MessagePort[] }, ...args: unknown[]) => void;
  type FromMain =
    | { kind: "reply"; id: number; value?: unknown; error?: string }
    | { kind: "event"; channel: string; args: unknown[]; ports: number[] }
    | { kind: "port"; id: number; data: unknown }
    | { kind: "port-close"; id: number };

  const world = globalThis as unknown as Record<string, unknown>;
  const binding = world[bindingName] as (text: string) => void;
  const listeners = new Map<string, Set<Listener>>();
  const answers = new Map<number, (reply: { value?: unknown; error?: string }) => void>();
  const ports = new Map<number, MessagePort>();
  let lastId = 0;

  function toMain(message: unknown): void {
    binding(
      JSON.stringify(message, (_key, item: unknown) => {
        if (!(item instanceof Uint8Array || item instanceof ArrayBuffer)) return item;
        const bytes = item instanceof ArrayBuffer ? new Uint8Array(item) : item;
        return { $bytes: btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join("")) };
      }),
    );
  }

  function withBytes(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(withBytes);
    if (typeof value !== "object" || value === null) return value;
    const bytes = (value as { $bytes?: unknown }).$bytes;
    if (typeof bytes === "string") return Uint8Array.from(atob(bytes), (letter) => letter.charCodeAt(0));
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withBytes(item)]));
  }

  function openPort(id: number): MessagePort {
    const { port1, port2 } = new MessageChannel();
    port2.addEventListener("message", (event) => toMain({ kind: "port", id, data: event.data as unknown, ports: [] }));
    port2.addEventListener("close", () => ports.delete(id) && toMain({ kind: "port-close", id }));
    port2.start();
    ports.set(id, port2);
    return port1;
  }

  function receive(message: FromMain): void {
    if (message.kind === "reply") {
      answers.get(message.id)?.(message);
      answers.delete(message.id);
    } else if (message.kind === "event") {
      const event = { ports: message.ports.map(openPort) };
      listeners.get(message.channel)?.forEach((listener) => listener(event, ...message.args));
    } else if (message.kind === "port") ports.get(message.id)?.postMessage(withBytes(message.data));
    else {
      ports.get(message.id)?.close();
      ports.delete(message.id);
    }
  }
  world[receiverName] = (messages: FromMain[]) => messages.forEach(receive);
  window.addEventListener(windowOpenName, (event) => toMain({ kind: "window-open", url: (event as CustomEvent<string>).detail }));

  return {
    contextBridge: { exposeInMainWorld: (name: string, api: unknown) => bridge.expose(name, api) },
    ipcRenderer: {
      invoke(channel: string, ...args: unknown[]) {
        const id = ++lastId;
        return new Promise((resolve, reject) => {
          answers.set(id, ({ value, error }) => (error === undefined ? resolve(value) : reject(new Error(error))));
          toMain({ kind: "invoke", id, channel, args });
        });
      },
      on(channel: string, listener: Listener) {
        listeners.set(channel, (listeners.get(channel) ?? new Set()).add(listener));
      },
      removeListener(channel: string, listener: Listener) {
        listeners.get(channel)?.delete(listener);
      },
    },
  };
}

import type { Transport } from "../../engine/contract/client.ts";
import { ENGINE_PORT_MESSAGE, type DesktopBridge } from "../../engine/contract/desktop.ts";
import { createPortTransport, type PortTransport } from "../../engine/contract/port-transport.ts";

/** The parts of a window that ports come through; replaced in tests. */
export interface PortWindow {
  addEventListener(type: "message", listener: (event: MessageEvent) => void): void;
}

/**
 * Gives the engine's transports one after the other: asks the shell for a port, and after a restart waits for the one
 * that follows by itself. A transport whose engine has died is closed, because a port does not always tell.
 */
export function createDesktopConnector(bridge: DesktopBridge, target: PortWindow): () => Promise<Transport> {
  let transport: PortTransport | null = null;
  let spare: PortTransport | null = null;
  let isRestarting = false;
  let waiting: ((transport: Transport) => void) | null = null;

  target.addEventListener("message", (event) => {
    const port = event.ports[0];
    if ((event.data as { type?: unknown } | null)?.type !== ENGINE_PORT_MESSAGE || !port) return;
    isRestarting = false;
    transport?.lost();
    transport = createPortTransport(port);
    if (waiting) waiting(transport);
    else spare = transport;
    waiting = null;
  });

  bridge.onEngineState((state) => {
    isRestarting = state.state === "restarting";
    if (!isRestarting) return;
    spare = null;
    transport?.lost();
  });

  return function connect() {
    if (spare) {
      const ready = spare;
      spare = null;
      return Promise.resolve(ready);
    }
    return new Promise((resolve) => {
      waiting = resolve;
      if (!isRestarting) bridge.requestEnginePort();
    });
  };
}

import type { PortLike } from "../contract/desktop-process.ts";
import type { HostPort } from "./outbox.ts";

/** A window on a MessagePort. The port cannot tell what the window has not taken yet. */
export function desktopPort(port: PortLike): HostPort {
  let isClosed = false;
  port.on("close", () => (isClosed = true));
  return {
    send(message) {
      if (!isClosed) port.postMessage(message);
    },
    backlogBytes: () => 0,
    onDrain: () => {},
    onMessage(listener) {
      port.on("message", ({ data }) => listener(data));
      port.start();
    },
    onClose: (listener) => void port.on("close", listener),
    close: () => port.close(),
  };
}

import type { StreamItem, StreamName } from "../contract/api.ts";
import type { HostMessage } from "../contract/message.ts";

/** One screen's connection as the host sees it, over whatever transport. */
export interface HostPort {
  /** Silently dropped once the connection is closed. */
  send(message: HostMessage): void;
  /** Bytes sent that the other side has not taken yet; 0 where the transport cannot tell. */
  backlogBytes(): number;
  /** Called when the backlog has shrunk. */
  onDrain(listener: () => void): void;
  onMessage(listener: (message: unknown) => void): void;
  onClose(listener: () => void): void;
  close(): void;
}

/** With more than this on its way a screen counts as slow: about a second of frames of 300 nodes. */
const SLOW_BYTES = 1024 * 1024;

/** Sends stream items to one screen. */
export interface Outbox {
  sendItem<Name extends StreamName>(stream: Name, item: StreamItem<Name>): void;
}

/**
 * A slow screen gets the newest frame when it has caught up, instead of a queue of old ones, and no samples meanwhile.
 * Everything else is always sent, in order.
 */
export function createOutbox(port: HostPort): Outbox {
  let newestFrame: HostMessage | null = null;

  port.onDrain(() => {
    if (newestFrame === null || port.backlogBytes() > SLOW_BYTES) return;
    port.send(newestFrame);
    newestFrame = null;
  });

  return {
    sendItem(stream, item) {
      const message: HostMessage = { type: "item", stream, item };
      const isSlow = port.backlogBytes() > SLOW_BYTES;
      if (stream === "frame") newestFrame = isSlow ? message : null;
      if (isSlow && (stream === "frame" || stream === "samples")) return;
      port.send(message);
    },
  };
}

import type { EventEmitter } from "node:events";

/** Emits an event whose listeners may prevent its default; true when one did. */
export function emitCancelable(emitter: EventEmitter, name: string, ...args: unknown[]): boolean {
  const event = {
    defaultPrevented: false,
    preventDefault() {
      event.defaultPrevented = true;
    },
  };
  emitter.emit(name, event, ...args);
  return event.defaultPrevented;
}

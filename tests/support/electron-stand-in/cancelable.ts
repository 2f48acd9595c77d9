import type { EventEmitter } from "node:events";

/** Emits an event whose listeners may prevent its default; true when one did. */
export function emitCancelable(emitter: EventEmitter, name: string, ...args: unknown[]): boolean {
  let isPrevented = false;
  const event = {
    preventDefault() {
      isPrevented = true;
    },
  };
  emitter.emit(name, event, ...args);
  return isPrevented;
}

import type { z } from "zod";
import { AppError } from "../design/errors.ts";
import { callSchemas, type CallInput } from "./calls.ts";
import { callChannel, type CallName, type DesktopCalls } from "./channels.ts";

/** One handler per call of the page. */
export type CallHandlers = {
  [Name in CallName]: (
    input: CallInput<Name>,
  ) => DesktopCalls[Name]["output"] | Promise<DesktopCalls[Name]["output"]>;
};

/** The part of Electron's invoke event by which a caller is known. */
export interface CallEvent {
  sender: { id: number };
  /** Null once the frame has navigated away or is gone. */
  senderFrame: { origin: string; parent: unknown } | null;
}

/** The part of Electron's `ipcMain` used here. */
export interface CallReceiver {
  handle(channel: string, listener: (event: CallEvent, payload: unknown) => unknown): void;
}

export interface IpcOptions {
  receiver: CallReceiver;
  handlers: CallHandlers;
  /** The only origin that may call. */
  origin: string;
  /** The id of our window's contents; undefined while there is no window. */
  windowContentsId: () => number | undefined;
}

/** True for our own window's top frame while it shows our own origin; for nothing else. */
export function isTrustedSender(event: CallEvent, origin: string, windowContentsId: number | undefined): boolean {
  const frame = event.senderFrame;
  return frame !== null && frame.parent === null && frame.origin === origin && event.sender.id === windowContentsId;
}

/**
 * Answers the page's calls. A call from any other sender is refused with `unauthorized`,
 * a payload that does not fit its schema with `wrong-use`; neither reaches a handler.
 */
export function registerIpc(options: IpcOptions): void {
  for (const name of Object.keys(callSchemas) as CallName[]) registerCall(name, options);
}

function registerCall<Name extends CallName>(name: Name, options: IpcOptions): void {
  const schema: z.ZodType = callSchemas[name];
  const handler = options.handlers[name];
  options.receiver.handle(callChannel(name), async (event, payload) => {
    if (!isTrustedSender(event, options.origin, options.windowContentsId())) {
      throw new AppError("unauthorized", `Refused ${name}: it did not come from Spillway's own window.`);
    }
    const parsed = schema.safeParse(payload);
    if (!parsed.success) {
      throw new AppError("wrong-use", `Refused ${name}: its payload does not fit.`, { cause: parsed.error });
    }
    return handler(parsed.data as CallInput<Name>);
  });
}

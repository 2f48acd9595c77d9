interface InvokeEvent {
  sender: unknown;
  senderFrame: { url: string; origin: string; parent: null };
}
type Handler = (event: InvokeEvent, ...args: unknown[]) => unknown;

const handlers = new Map<string, Handler>();

export const ipcMain = {
  handle(channel: string, handler: Handler): void {
    if (handlers.has(channel)) throw new Error(`A handler for ${channel} is there already.`);
    handlers.set(channel, handler);
  },
};

/** Answers an `ipcRenderer.invoke`, with Electron's wording of a refusal. */
export async function answerInvoke(
  event: InvokeEvent,
  channel: string,
  args: unknown[],
): Promise<{ value?: unknown; error?: string }> {
  try {
    const handler = handlers.get(channel);
    if (handler === undefined) throw new Error(`No handler registered for '${channel}'`);
    return { value: await handler(event, ...args) };
  } catch (error) {
    return { error: `Error invoking remote method '${channel}': ${String(error)}` };
  }
}

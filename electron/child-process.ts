/** The part of Electron's `UtilityProcess` used here; `Port` is its `MessagePortMain`. */
export interface ChildProcess<Port> {
  readonly pid: number | undefined;
  postMessage(message: unknown, transfer?: Port[]): void;
  kill(): boolean;
  on(event: "spawn", listener: () => void): unknown;
  on(event: "message", listener: (message: unknown) => void): unknown;
  on(event: "exit", listener: (code: number) => void): unknown;
}

/** Makes the two ends of a message channel. */
export type CreateChannel<Port> = () => { port1: Port; port2: Port };

import type { Socket } from "node:net";

/**
 * The same socket, which sends what is written within one turn of the event loop with one system call: a worker's slots write many small
 * commands in a turn, and each call would cost more than the command.
 */
export function gathering(stream: Socket): Socket {
  const write = stream.write.bind(stream) as (...given: unknown[]) => boolean;
  function gather(...given: unknown[]): boolean {
    if (stream.writableCorked === 0) {
      stream.cork();
      process.nextTick(() => stream.uncork());
    }
    return write(...given);
  }
  stream.write = gather as Socket["write"];
  return stream;
}

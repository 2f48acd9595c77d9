import type { Server } from "node:http";
import { AppError } from "../../../design/errors.ts";
import { systemCode } from "../files/file-error.ts";

/** Never anything but this: servers are for this machine alone. */
export const LOOPBACK = "127.0.0.1";

/**
 * Opens a server on loopback and resolves with its port; 0 is for any that is free. Throws `port-in-use` or `wrong-use` (a port that this user
 * may not open), naming the `option` by which another is chosen.
 */
export function listen(server: Server, port: number, option: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", (error) => reject(listenError(port, option, error)));
    server.listen(port, LOOPBACK, () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : port);
    });
  });
}

function listenError(port: number, option: string, error: unknown): unknown {
  if (systemCode(error) === "EADDRINUSE") {
    return new AppError("port-in-use", `Port ${port} is in use by another program. Choose another with ${option}, or leave it out for any that is free.`, { cause: error });
  }
  if (systemCode(error) === "EACCES") {
    return new AppError("wrong-use", `You may not open port ${port}. Choose one above 1023 with ${option}, or leave it out for any that is free.`, { cause: error });
  }
  return error;
}

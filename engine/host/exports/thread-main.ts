import { parentPort } from "node:worker_threads";
import { messageOf } from "../../../design/errors.ts";
import { checkFiles, type FilesToCheck } from "./check-files.ts";
import type { FromCheckThread } from "./checks.ts";

// A thread of the engine host that checks exports: the formats' own parsers take their time.
parentPort?.on("message", (request: FilesToCheck) => {
  void checkFiles(request)
    .then((validity): FromCheckThread => ({ validity }))
    .catch((error: unknown): FromCheckThread => ({ failed: `The check has failed: ${messageOf(error)}` }))
    .then((answer) => parentPort?.postMessage(answer));
});

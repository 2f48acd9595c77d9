import { stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { AppError } from "../../../design/errors.ts";
import { dataFolder } from "../../host/data-folder.ts";
import { packageRoot } from "../../host/package-root.ts";
import { chooseToken } from "../../host/serve/gate.ts";
import { serveApp } from "../../host/serve/serve-app.ts";
import { createSpawnWorker } from "../../host/spawn-worker.ts";
import { chooseRedis, createStandardHost } from "../../host/standard-host.ts";
import { cliCommand, type CliCommand } from "../command.ts";
import { EXIT } from "../exit-codes.ts";
import { logArguments, takeLogArguments } from "../logging.ts";
import { otlpArgument } from "../execution-options.ts";
import { onInterrupt } from "../interrupts.ts";
import { parseWhole } from "../numbers.ts";
import { openBrowser } from "../open-browser.ts";
import type { Terminal } from "../terminal.ts";

/** `spillway serve [FILE]`: the app in a browser, for this machine alone, until Ctrl+C. */
export function serveCommand(terminal: Terminal): CliCommand {
  return cliCommand({
    name: "serve",
    description: "Serve the app on loopback, to be used in a browser",
    args: {
      file: { type: "positional", description: "Design to open first", required: false },
      port: { type: "string", valueHint: "n", description: "Port to listen on; any that is free without it" },
      open: { type: "boolean", description: "Open the default browser" },
      otlp: otlpArgument,
      ...logArguments,
      redis: { type: "string", valueHint: "url", description: "Use this Redis (redis://, rediss:// or a socket's path) instead of the embedded one" },
    },
    async run({ file, port, open, redis, otlp, ...log }) {
      takeLogArguments(log);
      const wantedPort = port === undefined ? 0 : parseWhole(port, "--port", { min: 0, max: 65_535 });
      const path = file === undefined ? undefined : await existing(resolve(file));
      const data = dataFolder();
      const token = chooseToken(process.env);
      const host = createStandardHost({
        redis: chooseRedis({ url: redis, folder: join(data, "redis") }),
        spawnWorker: createSpawnWorker(),
        dataFolder: data,
        startFolder: process.cwd(),
        open: path,
        otlp,
      });
      try {
        const app = await serveApp({ host, rendererFolder: join(packageRoot(), "dist", "renderer"), port: wantedPort, token });
        terminal.out(`Spillway is at ${app.url}\n`);
        terminal.note("The address is for you alone: its token lets in. Press Ctrl+C to stop.\n");
        if (open && !openBrowser(app.openOnce())) terminal.note("There is no browser to open here: open the address yourself.\n");
        await interrupted();
        terminal.note("Stopping.\n");
        await app.close();
      } finally {
        await host.close();
      }
      return EXIT.done;
    },
  });
}

/** What is wrong inside the file is for the screen to show. */
async function existing(path: string): Promise<string> {
  const isThere = await stat(path).then(() => true, () => false);
  if (!isThere) throw new AppError("file-not-found", `There is no file ${path}.`);
  return path;
}

function interrupted(): Promise<void> {
  return new Promise((done) => {
    onInterrupt(done);
  });
}

import { drawQueues } from "../../../design/import/bullmq/draw-queues.ts";
import { qualifiedName, type FoundRedis } from "../../../design/import/bullmq/found-queue.ts";
import { discoverQueues, type DiscoverProgress } from "../../redis/discover/discover.ts";
import { completedAddress } from "../../redis/redis-address.ts";
import { wrong } from "../arguments.ts";
import { cliCommand, type CliCommand } from "../command.ts";
import { DURATION_HELP, parseDuration } from "../duration.ts";
import { EXIT } from "../exit-codes.ts";
import { perSecond, table, whole } from "../format.ts";
import { onInterrupt } from "../interrupts.ts";
import { counted } from "../read-design.ts";
import type { Terminal } from "../terminal.ts";
import { noteLines, refuseToOverwrite, writeDesign } from "../write-design.ts";
import { STANDARD_OUTPUT } from "../write-report.ts";

/** `spillway discover --redis URL`: the BullMQ queues of a running Redis, measured, and drawn as a design with `--out`. It only reads. */
export function discoverCommand(terminal: Terminal): CliCommand {
  return cliCommand({
    name: "discover",
    description: "Find the BullMQ queues of a running Redis, measure them, and draw them as a design",
    args: {
      redis: { type: "string", valueHint: "url", description: "The Redis (redis://, rediss:// or a socket's path); SPILLWAY_REDIS_URL without it" },
      prefix: { type: "string", valueHint: "prefix", description: "What the queues' keys begin with", default: "bull" },
      for: { type: "string", valueHint: "duration", description: `How long rates are measured (${DURATION_HELP})`, default: "3s" },
      out: { type: "string", valueHint: "file", description: "Where to write the design (*.spillway.json); - is standard output" },
      force: { type: "boolean", description: "Overwrite a file that is there" },
    },
    async run({ redis, prefix, for: duration, out, force }) {
      const url = redis ?? process.env.SPILLWAY_REDIS_URL ?? "";
      if (url === "") throw wrong("discover", "Say which Redis: --redis URL, or set SPILLWAY_REDIS_URL.");
      const measureMs = parseDuration(duration, "--for");
      await refuseToOverwrite(out, force === true);
      const stopping = new AbortController();
      const release = onInterrupt(() => stopping.abort());
      const show = progressOn(terminal);
      try {
        const discovered = await discoverQueues({ url: completedAddress(url, process.env), prefix, measureMs, signal: stopping.signal, onProgress: (progress) => show(progressText(progress)) });
        discovered.close();
        show("");
        const { found } = discovered;
        const { design, notes } = drawQueues(found);
        if (out === STANDARD_OUTPUT) terminal.note(foundTable(found));
        else terminal.out(foundTable(found));
        if (out === undefined) return EXIT.done;
        terminal.note(noteLines(notes));
        await writeDesign(out, design, terminal);
        return EXIT.done;
      } catch (error) {
        show("");
        if (stopping.signal.aborted) return EXIT.interrupted;
        throw error;
      } finally {
        release();
      }
    },
  });
}

/** One line that is rewritten, on a terminal that can; nothing elsewhere. */
function progressOn(terminal: Terminal): (line: string) => void {
  return (line) => {
    if (terminal.isInteractive) terminal.note(`\r\u001B[2K${line.slice(0, terminal.columns() - 1)}`);
  };
}

function progressText({ phase, keys, ofKeys, queues }: DiscoverProgress): string {
  if (phase === "scanning") return `Looking at keys: ${whole(keys)} of ${whole(ofKeys)}; ${counted(queues, "queue")} so far. Ctrl+C ends it.`;
  return `${phase === "reading" ? "Reading" : "Measuring"} ${counted(queues, "queue")} …`;
}

function foundTable({ place, queues, limits }: FoundRedis): string {
  const header = ["Queue", "waiting", "active", "delayed", "failed", "added", "done", "workers"];
  const rows = queues.map((queue) => [
    `${qualifiedName(queue)}${queue.paused ? " (paused)" : ""}`.replaceAll(/\p{Cc}+/gu, " "),
    whole(queue.counts.waiting + queue.counts.prioritized + queue.counts.waitingChildren),
    whole(queue.counts.active),
    whole(queue.counts.delayed),
    whole(queue.counts.failed),
    perSecond(queue.rates.addedPerSecond),
    perSecond(queue.rates.donePerSecond),
    queue.workers === null ? "·" : whole(queue.workers),
  ]);
  return `BullMQ at ${place}: ${counted(queues.length, "queue")}\n\n${table([header, ...rows])}${limits.map((limit) => `\n${limit}\n`).join("")}`;
}

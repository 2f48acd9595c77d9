import { array, code, comment, object, property } from "./code.ts";
import type { FlowFiles } from "./flow.ts";
import { QUEUES } from "./project.ts";
import { SourceFile } from "./source-file.ts";

/** `src/redrive.ts`: a command that sends dead letters back. Empty where none has a way back. */
export function redriveFile(files: FlowFiles): SourceFile {
  const file = new SourceFile("src/redrive.ts");
  const entries = files.project.topology.ends.flatMap((node) => {
    const queue = files.project.queues.get(node.id);
    const send = node.kind === "deadLetter" && queue ? files.portFor(file, node, "redrive") : undefined;
    return send && queue ? [code`${property(queue.name)}: ${array([file.use(QUEUES, queue.constant.text), send])}`] : [];
  });
  if (entries.length === 0) return file;
  const [AppEvent, Queue] = [file.useType("src/lib/event.ts", "AppEvent"), file.useType("bullmq", "Queue")];
  const [connection, redrive, allQueues] = [file.use("src/lib/connection.ts", "connection"), file.use("src/lib/redrive.ts", "redrive"), file.use(QUEUES, "allQueues")];
  file.add(
    code`${comment("Dead-letter queues, and where their events go back to.")}
const ways: Record<string, [queue: ${Queue}<${AppEvent}>, send: (event: ${AppEvent}) => Promise<void>]> = ${object(entries)};`,
    code`${comment("npm run redrive -- NAME …; all of them without a name.")}
const named = process.argv.slice(2);
for (const name of named.length > 0 ? named : Object.keys(ways)) {
  const way = ways[name];
  if (!way) throw new Error("There is no " + JSON.stringify(name) + ". There are " + Object.keys(ways).join(", ") + ".");
  console.log(name + ": " + (await ${redrive}(...way)) + " events sent back.");
}
await Promise.all(${allQueues}.map((queue) => queue.close()));
await ${connection}.quit();`,
  );
  return file;
}

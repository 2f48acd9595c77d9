import { messageOf } from "../../../design/errors.ts";
import { connectToParent } from "../../host/parent-link.ts";
import type { RedisEndpoint } from "../../redis/detour.ts";
import { FrozenProcesses } from "./frozen-processes.ts";
import type { FromHelper, HelperTask, ToHelper } from "./helper-messages.ts";
import { Link } from "./proxy/link.ts";

/**
 * What experiments do to processes of a run and to their connections is done here, in a process of its own: when the host is gone, however it
 * died, whatever was stopped goes on (rule O4), finds its host gone, and ends; and the proxies are gone.
 */
const frozen = new FrozenProcesses();
const links = new Map<string, Link>();

function end(): void {
  frozen.thawAll();
  for (const link of links.values()) link.close();
  process.exit(0);
}

async function carryOut(task: HelperTask): Promise<RedisEndpoint | undefined> {
  switch (task.do) {
    case "freeze":
      frozen.freeze(task.process);
      return undefined;
    case "thaw":
      frozen.thaw(task.pid);
      return undefined;
    case "open-link": {
      const link = await Link.open(task.to);
      links.set(task.link, link);
      return link.endpoint;
    }
    case "set-toxics":
      links.get(task.link)?.set(task.toxics);
      return undefined;
  }
}

const parent = connectToParent(end);
for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.on(signal, end);
parent.onMessage((message) => {
  const { id, task } = message as ToHelper;
  carryOut(task).then(
    (endpoint) => parent.send({ id, endpoint } satisfies FromHelper),
    (error: unknown) => parent.send({ id, refused: messageOf(error) } satisfies FromHelper),
  );
});

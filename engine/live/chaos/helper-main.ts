import { messageOf } from "../../../design/errors.ts";
import { connectToParent } from "../../host/parent-link.ts";
import { FrozenProcesses } from "./frozen-processes.ts";
import type { FromHelper, HelperTask, ToHelper } from "./helper-messages.ts";

/**
 * What experiments do to processes of a run is done here, in a process of its own: when the host is gone, however it died, whatever was
 * stopped goes on (rule O4), finds its host gone, and ends.
 */
const frozen = new FrozenProcesses();

function end(): void {
  frozen.thawAll();
  process.exit(0);
}

function carryOut(task: HelperTask): void {
  switch (task.do) {
    case "freeze":
      return frozen.freeze(task.process);
    case "thaw":
      return frozen.thaw(task.pid);
  }
}

const parent = connectToParent(end);
for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.on(signal, end);
parent.onMessage((message) => {
  const { id, task } = message as ToHelper;
  const answer = (refused?: string): void => parent.send((refused === undefined ? { id } : { id, refused }) satisfies FromHelper);
  try {
    carryOut(task);
    answer();
  } catch (error) {
    answer(messageOf(error));
  }
});

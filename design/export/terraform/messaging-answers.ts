import type { KindType } from "../../kinds/registry.ts";
import { answersFor } from "../kind-answers.ts";
import type { KindAnswer } from "../target.ts";

/** What a cloud whose queues and topics alone are written says of each kind. */
export function messagingAnswers({ broker, noWork, eventBus, insteadOfEventBus }: { readonly broker: string; readonly noWork: string; readonly eventBus: string; readonly insteadOfEventBus: string }): Record<KindType, KindAnswer> {
  const lost = "Queues and topics are written, not the programs that use them.";
  return answersFor(
    {
      source: { lost, instead: "Have it publish to the queues and topics that its edges lead to." },
      consumer: { lost, instead: "Deploy it, with the queues and subscriptions that it reads as the outputs say." },
      channel: { lost: `${broker} has no such channel.`, instead: "Draw a queue or a topic." },
      log: { lost: `${broker} has no such log.`, instead: "Draw a topic." },
      stage: { lost: noWork, instead: "Do it in a service of its own between two queues." },
      inline: { lost: noWork, instead: "Do it in the service before it, or in the one behind it." },
      callee: { lost: `Calls do not go over ${broker}.`, instead: "Declare it beside what is written here." },
      policy: { lost, instead: "Set it up where the consumers are deployed." },
      terminal: { lost: "A message that is acknowledged is gone: nothing ends there.", instead: "Have the service before it acknowledge the message and publish nothing." },
    },
    {
      queue: "partly",
      topic: "partly",
      exchange: "partly",
      deadLetter: "partly",
      filter: "partly",
      router: "partly",
      eventBus: { lost: eventBus, instead: insteadOfEventBus },
      database: { lost: "Queues and topics are written, not stores.", instead: "Declare it beside what is written here." },
      autoscaler: { lost, instead: "Scale the consumers by the backlog where they are deployed." },
    },
  );
}

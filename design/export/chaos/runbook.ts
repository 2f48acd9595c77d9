import { EXPERIMENTS } from "../../chaos/catalogue.ts";
import { targetName, type Experiment } from "../../chaos/resolve.ts";
import type { Topology, TopologyQueue } from "../../topology/topology.ts";
import { formatDuration } from "../../words/time-units.ts";
import { DNS_LABEL, RABBITMQ_NAME } from "../names.ts";
import { markdownText } from "../loss-table.ts";
import type { ChaosOptions } from "./options.ts";
import type { DeployedNames } from "./names.ts";

/** What whoever is on call needs for a design: what breaks, how it is noticed, what heals by itself, what to do when it does not, and how to clear up. */
export function runbookOf(topology: Topology, experiments: readonly Experiment[], names: DeployedNames, options: ChaosOptions): string {
  return [
    `# Runbook: ${markdownText(topology.design.name)}`,
    "",
    "Written from the design. Where something is called otherwise than in its exports to RabbitMQ, Kafka and Kubernetes, change it here.",
    "",
    ...firstSteps(topology, options),
    ...experiments.flatMap((experiment) => sectionOf(topology, experiment, names, options)),
    ...clearUp(topology, options),
  ].join("\n");
}

function firstSteps({ queues, topics, services, slos }: Topology, { namespace, kafkaCluster }: ChaosOptions): string[] {
  return [
    "## First look",
    "",
    "1. Who suffers? " + (slos.length === 0 ? "The design has no SLO: ask whoever waits for the answers." : `${slos.map((slo) => `**${markdownText(slo.name || slo.id)}** (${slo.metric} ${slo.op} ${slo.value})`).join(", ")}.`),
    "2. Where does it wait? The deepest channel is before what is broken:",
    "",
    ...(queues.length > 0 ? ["   ```sh", "   rabbitmqctl list_queues name messages_ready messages_unacknowledged consumers", "   ```"] : []),
    ...(topics.length > 0 ? ["   ```sh", `   kubectl -n ${namespace} exec ${kafkaCluster}-kafka-0 -- bin/kafka-consumer-groups.sh --bootstrap-server localhost:9092 --describe --all-groups`, "   ```"] : []),
    ...(services.length > 0 ? ["3. Who is down?", "", "   ```sh", `   kubectl -n ${namespace} get pods --sort-by=.status.startTime`, `   kubectl -n ${namespace} get events --sort-by=.lastTimestamp | tail -20`, "   ```"] : []),
    "",
  ];
}

function sectionOf(topology: Topology, experiment: Experiment, names: DeployedNames, options: ChaosOptions): string[] {
  const { type, target, atMs, endMs, hypothesis } = experiment;
  const { title, summary, help, healedBy } = EXPERIMENTS[type];
  const lasts = endMs > atMs ? `, for ${formatDuration(endMs - atMs)}` : "";
  return [
    `## ${title}: ${markdownText(targetName(topology.design, target))}`,
    "",
    `In the design's timeline at ${formatDuration(atMs)}${lasts}: ${summary}. ${help}`,
    "",
    ...(hypothesis.text === "" ? [] : [`**Expected.** ${markdownText(hypothesis.text)}`, ""]),
    `**Heals by itself.** ${healedBy}`,
    "",
    "**When it does not.**",
    "",
    ...stepsFor(topology, experiment, names, options).map((step, index) => `${index + 1}. ${step}`),
    "",
  ];
}

/** What an operator does in the systems that the design is exported to. */
function stepsFor(topology: Topology, { type, target, parameters }: Experiment, { programs }: DeployedNames, { namespace, rabbitmqCluster, kafkaCluster, zones }: ChaosOptions): string[] {
  const program = "node" in target ? programs.get(target.node) : undefined;
  const inZone = "zone" in target ? topology.services.filter(({ node }) => node.zone === target.zone).flatMap(({ node }) => programs.get(node.id) ?? []) : [];
  const restart = (name: string): string => `\`kubectl -n ${namespace} rollout restart deployment/${name}\``;
  switch (type as string) {
    case "crash-replica":
      return [`Why did it die? \`kubectl -n ${namespace} logs deployment/${program ?? "NAME"} --previous\`.`, `It dies again and again: \`kubectl -n ${namespace} rollout undo deployment/${program ?? "NAME"}\`.`, "One event kills it: find it at the head of the queue and move it to the dead letters (below)."];
    case "kill-zone":
    case "freeze-zone":
      return [
        zones === "pin" ? "The pods are held in that zone: move them by taking the nodeSelector out of their deployments." : "The scheduler places the pods in other zones by itself, where they have room: look for Pending pods.",
        ...inZone.map((name) => `${restart(name)}, once there is room.`),
        "A process that stands still holds its events until its connection or session times out: delete its pod, and they are delivered to others.",
      ];
    case "spike":
      return [...(program === undefined ? [] : [`Scale what reads from it: \`kubectl -n ${namespace} scale deployment/NAME --replicas=N\`; the autoscaler takes over again later.`]), "Shed load before the queue fills: a limit at the source, or a max length with reject-publish.", "Work off the rest: the time is backlog ÷ (capacity − load)."];
    case "slow-consumer":
      return [`What does it wait for? Its calls and stores first, then its processor (\`kubectl -n ${namespace} top pods\`).`, `More replicas, where partitions and stores allow them: \`kubectl -n ${namespace} scale deployment/${program ?? "NAME"} --replicas=N\`.`, "Stop what is less important and shares its store."];
    case "poison-event":
      return ["Read one of the dead letters and its x-death header: which queue, how often, why.", "Mend the consumer, or the event; then redrive (below). Do not raise the attempts: a poison event takes a slot each time.", "Many of one producer: stop that producer's release."];
    case "broker-down":
      return [
        `\`kubectl -n ${namespace} get kafka ${kafkaCluster} -o yaml\` and the pod ${kafkaCluster}-kafka-${Number((parameters as { broker?: number }).broker ?? 0)}: disk full, memory, or its node.`,
        "Partitions without enough in-sync replicas refuse acks=all: bring the broker back rather than lower min.insync.replicas.",
        "Once it is back: `bin/kafka-leader-election.sh --election-type preferred --all-topic-partitions`.",
      ];
    case "store-down":
      return ["Fail over by hand if it does not by itself; callers' breakers open and close again without you.", "Quorum lost: bring a replica back before lowering the consistency.", "Restore, if data are gone: from the newest backup, then replay the events since then (below)."];
    case "duplicate":
      return [
        "Who does the work twice? Only consumers that are not idempotent: let them remember what they have done by the event's id, in the store that they write to.",
        "Who sends twice? Producers that try again: enable.idempotence of Kafka's; publisher confirms and a message id with RabbitMQ.",
        "What was done twice already is set right by hand: payments, mails, stock.",
      ];
    case "reorder":
      return ["Nothing to repair. A consumer that depends on order takes a topic keyed by what has to be in order, one consumer per partition."];
    default:
      return [`Is the broker up and reachable from the pods? \`kubectl -n ${namespace} exec POD -- nc -vz ${rabbitmqCluster} 5672\`.`, "Network policies, DNS, then the nodes between them.", "Producers block, drop or buffer meanwhile, as each is drawn to: what was dropped has to be sent again by whoever owns it."];
  }
}

function clearUp({ queues, topics, stores, ends }: Topology, { namespace, kafkaCluster }: ChaosOptions): string[] {
  const withLetters = queues.filter(({ deadLetters }) => deadLetters.length > 0);
  return [
    "## Afterwards",
    "",
    "### Redrive dead letters",
    "",
    ...(withLetters.length === 0
      ? ["No queue of the design keeps what failed for good: draw a dead letter where it must not be lost.", ""]
      : ["Only after the cause is mended, and slowly: a redrive is a spike.", "", ...withLetters.flatMap((queue) => redriveOf(queue, new Map(ends.map((end) => [end.id, end.name])))), ""]),
    "### Replay",
    "",
    ...(topics.length === 0
      ? ["Queues keep nothing that was acknowledged: what has to be done again comes from its producer, or from a store.", ""]
      : [
          "Consumers have to be idempotent; stop the group first.",
          "",
          "```sh",
          ...topics.flatMap(({ node, readers }) =>
            [...new Set(readers.map(({ group }) => group))].map(
              (group) => `kubectl -n ${namespace} exec ${kafkaCluster}-kafka-0 -- bin/kafka-consumer-groups.sh --bootstrap-server localhost:9092 --group ${DNS_LABEL.clean(group) || "group"} --topic ${DNS_LABEL.clean(node.name) || "topic"} --reset-offsets --to-datetime 2026-01-01T00:00:00.000 --execute`,
            ),
          ),
          "```",
          "",
        ]),
    ...(stores.length === 0 ? [] : ["### Restore", "", ...stores.filter(({ node }) => node.kind === "database").map(({ node }) => `- **${markdownText(node.name)}**: the newest backup, then the events since then from the topics or dead letters above. Try it before you need it.`), ""]),
    "### Check",
    "",
    "- Produced = delivered + dead-lettered + dropped + in flight, for each source; what is missing is lost.",
    "- Lag and depth are as before, SLOs are met, and nobody has switched an alert off that stays off.",
    "",
  ];
}

function redriveOf({ name, deadLetters }: TopologyQueue, endNames: ReadonlyMap<string, string>): string[] {
  const ids = deadLetters.map(({ to: target }) => target.key.replace(/^node:/, ""));
  const to = ids.map((id) => endNames.get(id) ?? id);
  const queue = RABBITMQ_NAME.clean(name) || "queue";
  return [
    `- **${markdownText(name)}**, whose dead letters go to ${to.map((each) => `\`${RABBITMQ_NAME.clean(each) || "dead"}\``).join(", ")}:`,
    "",
    "  ```sh",
    `  rabbitmqctl set_parameter shovel redrive-${queue} '{"src-protocol":"amqp091","src-uri":"amqp://","src-queue":"${RABBITMQ_NAME.clean(to[0] ?? "") || "dead"}","src-delete-after":"queue-length","dest-protocol":"amqp091","dest-uri":"amqp://","dest-queue":"${queue}"}'`,
    "  ```",
    "",
  ];
}

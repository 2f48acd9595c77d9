import { AppError } from "../errors.ts";
import { nearestWord } from "../checks/nearest-word.ts";
import type { Topology } from "../topology/topology.ts";
import { asyncapi } from "./asyncapi.ts";
import { bullmq } from "./bullmq.ts";
import { chaos } from "./chaos.ts";
import { compose } from "./compose.ts";
import { kafkaTopics } from "./kafka-topics.ts";
import { kubernetes } from "./kubernetes.ts";
import { mermaid } from "./mermaid.ts";
import { prometheus } from "./prometheus.ts";
import { png, svg } from "./picture-targets.ts";
import { rabbitmq } from "./rabbitmq.ts";
import type { ExportResult, ExportTarget } from "./target.ts";
import { terraformAws } from "./terraform/aws.ts";
import { terraformAzure } from "./terraform/azure.ts";
import { terraformGoogle } from "./terraform/google.ts";

/** Every target, in the order in which they are offered. */
export const targets = {
  mermaid,
  asyncapi,
  rabbitmq,
  "kafka-topics": kafkaTopics,
  bullmq,
  compose,
  kubernetes,
  prometheus,
  chaos,
  "terraform-aws": terraformAws,
  "terraform-azure": terraformAzure,
  "terraform-google": terraformGoogle,
  svg,
  png,
} as const satisfies Record<string, ExportTarget>;

export type TargetName = keyof typeof targets;

/** All target names, in order. */
export const targetNames = Object.keys(targets) as readonly TargetName[];

/** The target of a name. Throws an AppError `wrong-use` that names those that there are. */
export function targetNamed(name: string): ExportTarget {
  if (Object.hasOwn(targets, name)) return targets[name as TargetName] as unknown as ExportTarget;
  const near = nearestWord(name, targetNames);
  throw new AppError("wrong-use", `There is no target "${name}".${near === null ? "" : ` Did you mean ${near}?`} There are ${targetNames.join(", ")}.`);
}

/** Exports a topology. `options` may be incomplete; an AppError `wrong-use` names one that does not fit. */
export function exportTo(name: string, topology: Topology, options: Readonly<Record<string, unknown>> = {}): ExportResult {
  const target = targetNamed(name);
  const parsed = target.options.safeParse(options);
  if (!parsed.success) {
    const known = Object.keys(target.options.shape);
    const unknown = Object.keys(options).find((key) => !known.includes(key));
    if (unknown !== undefined) {
      const near = nearestWord(unknown, known);
      throw new AppError("wrong-use", `${target.title} has no option "${unknown}".${near === null ? "" : ` Did you mean ${near}?`} Its options are ${known.join(", ") || "none"}.`);
    }
    const [issue] = parsed.error.issues;
    throw new AppError("wrong-use", `${target.title}: the option ${issue?.path.join(".") ?? ""} does not fit: ${issue?.message.replace(/\.$/, "") ?? ""}.`);
  }
  return target.write(topology, parsed.data as never);
}

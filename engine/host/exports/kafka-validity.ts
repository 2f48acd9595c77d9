import { z } from "zod";
import { messageOf } from "../../../design/errors.ts";
import type { ExportFile } from "../../../design/export/target.ts";
import type { Validator } from "./validity.ts";

/** Kafka's `Topic.validate`: letters, digits, `.`, `_` and `-`, at most 249 of them, and neither `.` nor `..`. */
const topicName = z.string().regex(/^(?!\.{1,2}$)[A-Za-z0-9._-]{1,249}$/, "no name of a topic");
const whole = z.string().regex(/^-?\d+$/, "no whole number");

const topics = z.array(
  z.strictObject({
    topic: topicName,
    numPartitions: z.number().int().min(1),
    // A replication factor is a short.
    replicationFactor: z.number().int().min(1).max(32_767),
    configEntries: z.array(z.strictObject({ name: z.enum(["retention.ms", "retention.bytes", "min.insync.replicas"]), value: whole })),
  }),
);
const groups = z.array(z.looseObject({ groupId: z.string().min(1), topics: z.array(topicName).min(1) }));

/** Checks topics as Kafka's admin clients take them (kafkajs `ITopicConfig`), that groups read what there is, and that the script creates each topic. */
export const validate: Validator = async (files) => ({ checkedWith: "Kafka's rules for topics and kafkajs' ITopicConfig", problems: problemsOf(files) });

function problemsOf(files: readonly ExportFile[]): string[] {
  const made = read("topics.json", topics, files);
  const readBy = read("consumer-groups.json", groups, files);
  const problems = [...made.problems, ...readBy.problems];
  const names = new Set(made.value.map(({ topic }) => topic));
  if (names.size < made.value.length) problems.push("topics.json: two topics have one name");
  for (const { topic, replicationFactor, configEntries } of made.value) {
    const least = Number(configEntries.find((entry) => entry.name === "min.insync.replicas")?.value ?? 1);
    if (least > replicationFactor) problems.push(`topics.json: ${topic} asks for ${least} in-sync replicas of ${replicationFactor}`);
  }
  for (const { groupId, topics: wanted } of readBy.value) for (const topic of wanted) if (!names.has(topic)) problems.push(`consumer-groups.json: ${groupId} reads ${topic}, which there is not`);
  const script = files.find(({ path }) => path === "create-topics.sh")?.text ?? "";
  const created = script.match(/ --create /g)?.length ?? 0;
  if (created !== made.value.length) problems.push(`create-topics.sh creates ${created} of ${made.value.length} topics`);
  return problems;
}

function read<Value>(path: string, schema: z.ZodType<Value[]>, files: readonly ExportFile[]): { value: Value[]; problems: string[] } {
  try {
    const parsed = schema.safeParse(JSON.parse(files.find((file) => file.path === path)?.text ?? ""));
    if (parsed.success) return { value: parsed.data, problems: [] };
    return { value: [], problems: parsed.error.issues.map((issue) => `${path}: ${issue.path.join(".")}: ${issue.message}`) };
  } catch (error) {
    return { value: [], problems: [`${path}: ${messageOf(error)}`] };
  }
}

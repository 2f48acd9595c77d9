import type { ExportFile } from "../../../design/export/target.ts";
import type { TargetName } from "../../../design/export/registry.ts";

/** What the format's own schema or parser says of an export. */
export interface Validity {
  /** What checked it, with its version: `@asyncapi/parser 3.6.6`. */
  readonly checkedWith: string;
  /** Empty where it is valid; each names file and place. */
  readonly problems: readonly string[];
}

/** Checks the files of one export offline. Rejects only where the check itself cannot run. */
export type Validator = (files: readonly ExportFile[]) => Promise<Validity>;

/** How the exports of a target are checked; each is loaded when it is first asked for. A target without one has no badge. */
export const validators: Partial<Record<TargetName, () => Promise<Validator>>> = {
  rabbitmq: async () => (await import("./rabbitmq-validity.ts")).validate,
  "kafka-topics": async () => (await import("./kafka-validity.ts")).validate,
  kubernetes: async () => (await import("./kubernetes-validity.ts")).validate,
  compose: async () => (await import("./compose-validity.ts")).validate,
  bullmq: async () => (await import("./bullmq-validity.ts")).validate,
  prometheus: async () => (await import("./prometheus-validity.ts")).validate,
  chaos: async () => (await import("./chaos-validity.ts")).validate,
  "terraform-aws": async () => (await import("./terraform-aws-validity.ts")).validate,
  asyncapi: async () => (await import("./asyncapi-validity.ts")).asyncApiValidator(),
  "terraform-azure": async () => (await import("./terraform-azure-validity.ts")).validate,
  "terraform-google": async () => (await import("./terraform-google-validity.ts")).validate,
  svg: async () => (await import("./picture-validity.ts")).validate,
  png: async () => (await import("./picture-validity.ts")).validate,
};

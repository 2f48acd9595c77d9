import type { ReadService } from "./compose-service.ts";
import type { Reference } from "./compose-references.ts";

/** What a program does with a broker's channels. */
export interface Use {
  readonly does: "reads" | "writes" | "fails into";
  readonly sort: "queue" | "topic" | "exchange";
  /** Of the channel; undefined where none is named. */
  readonly name: string | undefined;
}

/** Words in names, images and commands that tell who takes events, and who emits them. */
const TAKES = /(^|[^a-z])(worker|workers|consumer|consumers|processor|listener|subscriber|subscribers|handler|sidekiq|resque|background\w*|jobs?|receiver|replacer|indexer|notifier|notification\w*|mailer|executor|dequeue\w*)([^a-z]|$)|celery.*\bworker\b|rq worker|bullmq?[- ]worker/;
const EMITS = /(^|[^a-z])(producer|producers|publisher|publishers|generator|datagen|emitter|scheduler|beat|cron|capture|collector|ingest\w*|gateway|api|web|frontend|source|simulator|sensor)([^a-z]|$)/;

/** Variables that hold the names of channels. */
const CHANNEL = /(^|_)(TOPIC|QUEUE|EXCHANGE)(S)?(_?NAME(S)?)?$/;
const IN = /(CONSUM|SUBSCRIB|INPUT|SOURCE|READ|LISTEN|^IN_|_IN_|FROM)/;
const OUT = /(PRODUC|PUBLISH|OUTPUT|SINK|DEST|TARGET|WRITE|^OUT_|_OUT_|_TO_)/;
const DEAD = /(FAILED|DEAD|DLQ|DLT|DLX|ERROR)/;

/** Whether a program takes or emits events, told by what it is called; undefined where nothing tells. */
export function roleByName({ name, image, command }: ReadService): "reads" | "writes" | undefined {
  for (const text of [name, command, image]) {
    const words = text.toLowerCase();
    if (TAKES.test(words)) return "reads";
    if (EMITS.test(words)) return "writes";
  }
  return undefined;
}

/** The channels that a program's variables name, and what it does with each as far as the variable says. */
export function namedChannels({ environment }: ReadService, otherwise: "reads" | "writes"): Use[] {
  return [...environment].flatMap(([variable, value]): Use[] => {
    const upper = variable.toUpperCase();
    const match = CHANNEL.exec(upper);
    const names = value.split(",").map((each) => each.trim()).filter((each) => /^[A-Za-z0-9][A-Za-z0-9._-]{0,199}$/.test(each) && !/^(\d+|true|false)$/.test(each));
    if (match === null || /^KAFKA_(CFG_)?(OFFSETS|TRANSACTION)/.test(upper)) return [];
    const does = DEAD.test(upper) ? "fails into" : IN.test(upper) ? "reads" : OUT.test(upper) ? "writes" : otherwise;
    const sort = match[2] === "TOPIC" ? "topic" : match[2] === "QUEUE" ? "queue" : "exchange";
    return names.map((name) => ({ does, sort, name }));
  });
}

/** What a program uses a Redis for that it names: to keep jobs, to keep answers, or both; neither where it says nothing but that it depends on it. */
export function redisUse(references: readonly Reference[], { name, command, image }: ReadService): { readonly jobs: boolean; readonly cache: boolean } {
  const variables = references.map(({ variable }) => variable.toUpperCase()).filter((variable) => variable !== "" && !variable.includes("RESULT"));
  const forJobs = variables.filter((variable) => /(BROKER|CELERY|QUEUE|SIDEKIQ|BULL|RESQUE|(^|_)RQ_|JOBS)/.test(variable));
  const worksOff = /(sidekiq|celery|bullmq?|resque|rq worker)/.test(`${name} ${command} ${image}`.toLowerCase());
  return { jobs: forJobs.length > 0 || (references.length > 0 && worksOff), cache: variables.length > forJobs.length && !worksOff };
}

/** What a target allows as a name: characters, length and how a name may begin. */
export interface NameRule {
  /** The most characters (all that are allowed are ASCII). */
  readonly longest: number;
  /** Rewrites a text into allowed characters; may give an empty one. */
  clean(text: string): string;
  /** A name for what cleans to nothing. */
  readonly fallback: string;
}

/** Unicode letters to their nearest ASCII ones; marks go, what has none becomes a space. */
function ascii(text: string): string {
  return text
    .normalize("NFKD")
    .replaceAll(/\p{M}/gu, "")
    .replaceAll(/[^\x20-\x7E]/g, " ");
}

/** Runs of anything else become one separator; none at the ends. */
function words(text: string, allowed: RegExp, separator: string): string {
  const cleaned = ascii(text).replaceAll(allowed, separator);
  const doubled = new RegExp(`\\${separator}{2,}`, "g");
  return trim(cleaned.replaceAll(doubled, separator), separator);
}

function trim(text: string, separator: string): string {
  let [start, end] = [0, text.length];
  while (start < end && text[start] === separator) start++;
  while (end > start && text[end - 1] === separator) end--;
  return text.slice(start, end);
}

/** RFC 1123 label, as Kubernetes names most objects: lower case, digits and hyphens, at most 63, a letter first. */
export const DNS_LABEL: NameRule = {
  longest: 63,
  clean: (text) => words(text.toLowerCase(), /[^a-z0-9]+/g, "-").replace(/^(?=\d)/, "n-"),
  fallback: "node",
};

/** Terraform identifier: letters, digits and underscores, no digit first. */
export const TERRAFORM_IDENTIFIER: NameRule = {
  longest: 64,
  clean: (text) => words(text.toLowerCase(), /[^a-z0-9]+/g, "_").replace(/^(?=\d)/, "n_"),
  fallback: "node",
};

/** Kafka topic: letters, digits, `.`, `_` and `-`, at most 249; only hyphens here, because `.` and `_` collide in metrics. */
export const KAFKA_TOPIC: NameRule = { longest: 249, clean: (text) => words(text.toLowerCase(), /[^a-z0-9]+/g, "-"), fallback: "topic" };

/** SQS queue and SNS topic: letters, digits, `-` and `_`; 80, less five for `.fifo`. */
export const AWS_NAME: NameRule = { longest: 75, clean: (text) => words(text, /[^A-Za-z0-9]+/g, "-"), fallback: "queue" };

/** Google Cloud Pub/Sub: 3 to 255, a letter first, not `goog` first. */
export const PUBSUB_NAME: NameRule = {
  longest: 255,
  clean: (text) => {
    const cleaned = words(text, /[^A-Za-z0-9]+/g, "-").replace(/^(?![A-Za-z])/, "n-").replace(/^goog/i, "n-goog");
    return cleaned.length < 3 ? `${cleaned}-x`.replace(/^-/, "n-") : cleaned;
  },
  fallback: "topic",
};

/** Azure Service Bus and Event Hubs entity: letters, digits and hyphens, at most 50 for Event Hubs. */
export const AZURE_NAME: NameRule = { longest: 50, clean: (text) => words(text, /[^A-Za-z0-9]+/g, "-"), fallback: "entity" };

/** RabbitMQ queue and exchange: up to 255 bytes of anything; kept readable, and never in the reserved `amq.` space. */
export const RABBITMQ_NAME: NameRule = { longest: 255, clean: (text) => words(text.toLowerCase(), /[^a-z0-9._]+/g, "-").replace(/^amq\./, "n-amq."), fallback: "queue" };

/** TypeScript identifier in camel case. */
export const CODE_IDENTIFIER: NameRule = {
  longest: 60,
  clean: (text) =>
    words(text, /[^A-Za-z0-9]+/g, " ")
      .split(" ")
      .map((word, index) => (index === 0 ? word.charAt(0).toLowerCase() : word.charAt(0).toUpperCase()) + word.slice(1))
      .join("")
      .replace(/^(?=\d)/, "n"),
  fallback: "node",
};

/**
 * Names of one kind of thing in one document: allowed, unique, and the same each time for the same design. Two that clean to the same
 * are told apart by a number.
 */
export class NameScope {
  private readonly taken = new Set<string>();
  private readonly byKey = new Map<string, string>();

  constructor(
    private readonly rule: NameRule,
    reserved: readonly string[] = [],
  ) {
    for (const name of reserved) this.taken.add(name.toLowerCase());
  }

  /** The name for a thing with this key, made from what it is called when it is asked for the first time. */
  of(key: string, called: string): string {
    const known = this.byKey.get(key);
    if (known !== undefined) return known;
    const name = this.free(this.rule.clean(called).slice(0, this.rule.longest));
    this.byKey.set(key, name);
    this.taken.add(name.toLowerCase());
    return name;
  }

  private free(wanted: string): string {
    const base = trim(trim(wanted, "-"), "_") || this.rule.fallback;
    const separator = this.rule.clean("a b").replaceAll(/[ab]/gi, "");
    for (let n = 1; ; n++) {
      const suffix = n === 1 ? "" : `${separator}${n}`;
      const name = `${trim(trim(base.slice(0, this.rule.longest - suffix.length), "-"), "_")}${suffix}`;
      if (!this.taken.has(name.toLowerCase())) return name;
    }
  }
}

/** One line of Prometheus' text format. */
export interface ScrapedSample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

export interface Scraped {
  readonly samples: readonly ScrapedSample[];
  readonly names: ReadonlySet<string>;
  /** The value of a sample as it is written: `name{label="value"}`. */
  value(sample: string): number | undefined;
  labels(name: string): ScrapedSample["labels"][];
}

const LABEL = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\["\\n])*)"/y;

/**
 * Reads Prometheus' text format 0.0.4 as strictly as its page defines it (prometheus.io/docs/instrumenting/exposition_formats). Throws on a line that
 * is none.
 */
export function samplesOf(text: string): Scraped {
  const samples = text.split("\n").filter((line) => line !== "" && !/^# (HELP|TYPE) [a-zA-Z_:][a-zA-Z0-9_:]* .+$/.test(line)).map(sampleOf);
  const written = ({ name, labels }: ScrapedSample): string => {
    const pairs = Object.entries(labels).map(([label, value]) => `${label}="${value}"`);
    return pairs.length === 0 ? name : `${name}{${pairs.join(",")}}`;
  };
  const values = new Map(samples.map((sample) => [written(sample), sample.value]));
  return {
    samples,
    names: new Set(samples.map(({ name }) => name)),
    value: (sample) => values.get(sample),
    labels: (name) => samples.filter((sample) => sample.name === name).map(({ labels }) => labels),
  };
}

function sampleOf(line: string): ScrapedSample {
  const name = /^[a-zA-Z_:][a-zA-Z0-9_:]*/.exec(line)?.[0] ?? "";
  const labels: Record<string, string> = {};
  let at = name.length;
  if (line[at] === "{") {
    for (at += 1; line[at] !== "}"; at += line[at] === "," ? 1 : 0) {
      LABEL.lastIndex = at;
      const match = LABEL.exec(line);
      if (!match) throw new Error(`This is no label: ${line.slice(at)}`);
      labels[match[1] ?? ""] = (match[2] ?? "").replaceAll(/\\(.)/g, (_, escaped: string) => (escaped === "n" ? "\n" : escaped));
      at = LABEL.lastIndex;
    }
    at += 1;
  }
  const [, value = ""] = /^ (NaN|Nan|[+-]?Inf|[+-]?[0-9.]+(?:e[+-]?[0-9]+)?)$/.exec(line.slice(at)) ?? [];
  if (name === "" || value === "") throw new Error(`This is no sample: ${line}`);
  return { name, labels, value: /inf$/i.test(value) ? (value.startsWith("-") ? -Infinity : Infinity) : Number(value.replace("Nan", "NaN")) };
}

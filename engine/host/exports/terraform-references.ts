import { getReferencesInExpression } from "@cdktf/hcl2json";
import { isExpression } from "./terraform-body.ts";

/** A reference that stands somewhere. */
export interface FoundReference {
  /** Where it stands: `aws_sqs_queue.orders.redrive_policy`. */
  readonly place: string;
  /** What it begins with: `aws_sqs_queue.dead.arn`. */
  readonly path: readonly string[];
}

const MARK = "place";

/**
 * The references in every expression of some values, by HCL's own parser. All texts are read in one go, each followed by a reference that marks
 * its place, since the parser takes milliseconds to be called.
 */
export async function referencesIn(values: ReadonlyMap<string, unknown>): Promise<FoundReference[]> {
  const texts: { readonly place: string; readonly text: string }[] = [];
  const collect = (place: string, value: unknown): void => {
    if (typeof value === "string") {
      if (isExpression(value)) texts.push({ place, text: value });
    } else if (typeof value === "object" && value !== null) for (const [name, each] of Object.entries(value)) collect(`${place}.${name}`, each);
  };
  for (const [place, value] of values) collect(place, value);
  if (texts.length === 0) return [];
  const all = await getReferencesInExpression("main.tf", texts.map(({ text }, index) => `${text} \${${MARK}.p${index}}`).join("\n"));
  let at = 0;
  return all.flatMap(({ value }): FoundReference[] => {
    const path = value.split(".");
    if (path[0] !== MARK) return [{ place: texts[at]?.place ?? "", path }];
    at++;
    return [];
  });
}

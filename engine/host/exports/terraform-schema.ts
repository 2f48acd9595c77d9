/**
 * What a body takes, in words apart by spaces: `name` is a text, `shard_count:number` a number. Types are string, number, boolean, list, map, and
 * any.
 */
export interface BodySchema {
  readonly required?: string;
  readonly optional?: string;
  readonly blocks?: Readonly<Record<string, BlockSchema>>;
}

/** A nested block, and how often it may be there. */
export interface BlockSchema extends BodySchema {
  readonly times: "one" | "at most one" | "one or more" | "any";
}

/** A resource, or a data source under `data.` and its type. `exports` are attributes that can be read and not set. */
export interface ResourceSchema extends BodySchema {
  readonly exports: string;
}

export type ResourceSchemas = Readonly<Record<string, ResourceSchema>>;

/** A literal value that the provider or the cloud would refuse: by resource and attribute, what it must be. */
export type ValueRule = { readonly pattern: RegExp; readonly is: string } | { readonly least: number; readonly most: number };

/** Rules by `type.attribute`, or `type.block.attribute`. */
export type ValueRules = Readonly<Record<string, ValueRule>>;

/** What can stand in a body beside what the provider takes (Terraform language, "Meta-Arguments"). */
export const META_ARGUMENTS: BodySchema = {
  optional: "count:number depends_on:list for_each:any provider:any",
  blocks: { lifecycle: { times: "at most one", optional: "create_before_destroy:boolean ignore_changes:any prevent_destroy:boolean replace_triggered_by:any" } },
};

/** The types of a body's attributes by name, and which are required. */
export function attributesOf({ required = "", optional = "" }: BodySchema): Map<string, { readonly type: string; readonly required: boolean }> {
  const words = (text: string): string[] => text.split(" ").filter((word) => word !== "");
  const of = (word: string, isRequired: boolean) => {
    const [name = "", type = "string"] = word.split(":");
    return [name, { type, required: isRequired }] as const;
  };
  return new Map([...words(required).map((word) => of(word, true)), ...words(optional).map((word) => of(word, false))]);
}

import { attributesOf, META_ARGUMENTS, type BodySchema, type ResourceSchema, type ValueRule, type ValueRules } from "./terraform-schema.ts";

/** A body as hcl2json gives it: attributes by name, blocks as lists of bodies. */
export type Body = Readonly<Record<string, unknown>>;

/** What is wrong with a resource's body: unknown and missing names, values of another type, blocks too few or too many, values that the cloud refuses. */
export function problemsInResource(type: string, place: string, body: Body, schema: ResourceSchema, rules: ValueRules): string[] {
  const { blocks: own } = schema;
  const { blocks: meta } = META_ARGUMENTS;
  return problemsInBody(type, place, body, { ...schema, optional: `${schema.optional ?? ""} ${META_ARGUMENTS.optional ?? ""}`, blocks: { ...own, ...meta } }, rules);
}

/** As {@link problemsInResource}, of a body without meta-arguments. */
export function problemsInBody(path: string, place: string, body: Body, schema: BodySchema, rules: ValueRules): string[] {
  const attributes = attributesOf(schema);
  const blocks = schema.blocks ?? {};
  const missing = [...attributes].filter(([name, { required }]) => required && body[name] === undefined).map(([name]) => `${place}: ${name} is required.`);
  const absent = Object.entries(blocks).filter(([name, { times }]) => times.startsWith("one") && body[name] === undefined).map(([name]) => `${place}: a block ${name} is required.`);
  const found = Object.entries(body).flatMap(([name, value]) => {
    const block = Object.hasOwn(blocks, name) ? blocks[name] : undefined;
    if (block !== undefined) {
      const bodies = blocksIn(value);
      if (bodies === undefined) return [`${place}: ${name} is a block, not an attribute.`];
      const many = bodies.length > 1 && !(block.times === "any" || block.times === "one or more");
      return [...(many ? [`${place}: there may be one block ${name}.`] : []), ...bodies.flatMap((each, index) => problemsInBody(`${path}.${name}`, `${place}.${name}[${index}]`, each, block, rules))];
    }
    const attribute = attributes.get(name);
    if (attribute === undefined) return [`${place}: there is no attribute or block ${name}.`];
    return [...typeProblem(`${place}.${name}`, value, attribute.type), ...ruleProblem(`${place}.${name}`, value, rules[`${path}.${name}`])];
  });
  return [...missing, ...absent, ...found];
}

function blocksIn(value: unknown): Body[] | undefined {
  return Array.isArray(value) && value.every((each) => typeof each === "object" && each !== null && !Array.isArray(each)) ? (value as Body[]) : undefined;
}

function typeProblem(place: string, value: unknown, type: string): string[] {
  if (value === null || type === "any" || isExpression(value)) return [];
  const given = Array.isArray(value) ? "list" : typeof value === "object" ? "map" : typeof value;
  // Terraform makes a text of a number or a truth value where it needs one.
  return given === type || (type === "string" && (given === "number" || given === "boolean")) ? [] : [`${place} is a ${given} where a ${type} is needed.`];
}

function ruleProblem(place: string, value: unknown, rule: ValueRule | undefined): string[] {
  if (rule === undefined || value === null || isExpression(value)) return [];
  if ("pattern" in rule) return typeof value === "string" && rule.pattern.test(value) ? [] : [`${place} must be ${rule.is}: ${JSON.stringify(value)}.`];
  return typeof value === "number" && value >= rule.least && value <= rule.most ? [] : [`${place} must be from ${rule.least} to ${rule.most}: ${JSON.stringify(value)}.`];
}

/** Whether a text has an expression in it, whose value is not known here. */
export function isExpression(value: unknown): boolean {
  return typeof value === "string" && /(?:^|[^$])(?:\$\$)*\$\{/.test(value);
}

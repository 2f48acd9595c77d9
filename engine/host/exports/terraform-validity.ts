import { parse } from "@cdktf/hcl2json";
import type { ExportFile } from "../../../design/export/target.ts";
import { problemsInBody, problemsInResource, type Body } from "./terraform-body.ts";
import { referencesIn, type FoundReference } from "./terraform-references.ts";
import { attributesOf, type BodySchema, type ResourceSchemas, type ValueRules } from "./terraform-schema.ts";
import type { Validator } from "./validity.ts";

const PARSER = "@cdktf/hcl2json 0.21.0";

/** What a provider takes. */
export interface ProviderSchema {
  readonly name: string;
  /** Of the provider whose arguments the tables have. */
  readonly version: string;
  readonly provider: BodySchema;
  readonly resources: ResourceSchemas;
  readonly rules: ValueRules;
}

const VARIABLE: BodySchema = { required: "description type:any", optional: "default:any sensitive:boolean nullable:boolean" };
const OUTPUT: BodySchema = { required: "value:any", optional: "description sensitive:boolean" };

/** Everything that the files of a configuration declare, by its address. */
interface Declared {
  readonly problems: string[];
  /** Bodies by `aws_sqs_queue.orders`, `data.google_project.this`, `var.region`. */
  readonly bodies: Map<string, Body>;
  readonly outputs: Map<string, Body>;
  readonly providers: Map<string, Body>;
}

/**
 * Checks a Terraform configuration without its provider: HCL's own parser reads every file, every name, type and required argument is as the
 * provider's documentation has it, names and numbers are within the cloud's limits, every reference leads to something that is declared, and no
 * resource depends on itself.
 */
export function terraformValidator(schema: ProviderSchema): Validator {
  return async (files) => {
    const declared = await declaredIn(files.filter(({ path }) => path.endsWith(".tf")));
    const bodies = [...declared.bodies].flatMap(([address, body]) => bodyProblems(address, body, schema));
    const outputs = [...declared.outputs].flatMap(([name, body]) => problemsInBody("output", `output.${name}`, body, OUTPUT, {}));
    const providers = [...declared.providers].flatMap(([name, body]) => (name === schema.name ? problemsInBody("provider", `provider.${name}`, body, schema.provider, {}) : [`provider.${name}: it is not among the required ones.`]));
    const references = await referencesIn(new Map([...declared.bodies, ...declared.outputs, ...declared.providers].filter(([address]) => !address.startsWith("var.")).map(([address, body]) => [address, { ...body, lifecycle: undefined }])));
    const dangling = references.flatMap((reference) => referenceProblem(reference, declared, schema));
    return { checkedWith: `${PARSER} and the arguments of hashicorp/${schema.name} ${schema.version}`, problems: [...declared.problems, ...bodies, ...outputs, ...providers, ...dangling, ...circles(references, declared)] };
  };
}

/** Reads all files at once, as Terraform does, and one by one only to tell where one cannot be read. */
async function declaredIn(files: readonly ExportFile[]): Promise<Declared> {
  const declared: Declared = { problems: [], bodies: new Map(), outputs: new Map(), providers: new Map() };
  const read = await parsed("main.tf", files.map(({ text }) => text).join("\n"));
  if (typeof read === "string") {
    const each = await Promise.all(files.map(({ path, text }) => parsed(path, text)));
    const problems = each.filter((result) => typeof result === "string");
    declared.problems.push(...(problems.length > 0 ? problems : [read]));
    return declared;
  }
  const put = (into: Map<string, Body>, address: string, bodies: unknown): void => {
    const [first, ...more] = Array.isArray(bodies) ? (bodies as Body[]) : [];
    if (more.length > 0) declared.problems.push(`${address} is declared twice.`);
    into.set(address, first ?? {});
  };
  for (const [sort, byLabel] of Object.entries(read)) {
    const labelled = Object.entries(byLabel as Record<string, unknown>);
    if (sort === "resource" || sort === "data")
      for (const [type, byName] of labelled) for (const [name, bodies] of Object.entries(byName as Record<string, unknown>)) put(declared.bodies, `${sort === "data" ? "data." : ""}${type}.${name}`, bodies);
    else if (sort === "variable") for (const [name, bodies] of labelled) put(declared.bodies, `var.${name}`, bodies);
    else if (sort === "output") for (const [name, bodies] of labelled) put(declared.outputs, `output.${name}`, bodies);
    else if (sort === "provider") for (const [name, bodies] of labelled) put(declared.providers, name, bodies);
    else if (sort !== "terraform") declared.problems.push(`There is no block ${sort}.`);
  }
  return declared;
}

/** A file as JSON, or what is wrong with it. */
async function parsed(path: string, text: string): Promise<Record<string, unknown> | string> {
  try {
    return (await parse(path, text)) as Record<string, unknown>;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function bodyProblems(address: string, body: Body, { resources, rules }: ProviderSchema): string[] {
  const name = address.slice(address.lastIndexOf(".") + 1);
  const type = address.slice(0, address.lastIndexOf("."));
  const wrongName = /^[A-Za-z_][A-Za-z0-9_-]*$/.test(name) ? [] : [`${address}: ${name} is no identifier.`];
  if (type === "var") return [...wrongName, ...problemsInBody("variable", address, body, VARIABLE, {})];
  const schema = Object.hasOwn(resources, type) ? resources[type] : undefined;
  return schema === undefined ? [`${address}: there is no resource type ${type} among those that are written.`] : [...wrongName, ...problemsInResource(type, address, body, schema, rules)];
}

/** The address of what a reference begins with, and the attribute that it asks for. */
function addressOf(path: readonly string[]): { readonly address: string; readonly type: string; readonly attribute: string | undefined } {
  const [first = "", second = "", third = "", fourth] = path;
  if (first === "var") return { address: `var.${second}`, type: "var", attribute: undefined };
  return first === "data" ? { address: `data.${second}.${third}`, type: `data.${second}`, attribute: fourth } : { address: `${first}.${second}`, type: first, attribute: path[2] };
}

function referenceProblem({ place, path }: FoundReference, { bodies }: Declared, { resources }: ProviderSchema): string[] {
  const { address, type, attribute } = addressOf(path);
  if (!bodies.has(address)) return [`${place}: ${path.join(".")} refers to nothing that is declared.`];
  const schema = resources[type];
  if (schema === undefined || attribute === undefined) return [];
  const known = attributesOf(schema).has(attribute) || schema.exports.split(" ").includes(attribute) || Object.hasOwn(schema.blocks ?? {}, attribute);
  return known ? [] : [`${place}: ${type} has no attribute ${attribute}.`];
}

/** Resources that would have to be there before themselves. */
function circles(references: readonly FoundReference[], { bodies }: Declared): string[] {
  const needs = new Map<string, Set<string>>();
  for (const { place, path } of references) {
    const from = addressOf(place.split(".")).address;
    const { address } = addressOf(path);
    if (bodies.has(address)) needs.set(from, (needs.get(from) ?? new Set()).add(address));
  }
  const done = new Set<string>();
  const found: string[] = [];
  const visit = (at: string, way: readonly string[]): void => {
    if (way.includes(at)) return void found.push(`${[...way.slice(way.indexOf(at)), at].join(" needs ")}.`);
    if (done.has(at)) return;
    for (const next of needs.get(at) ?? []) visit(next, [...way, at]);
    done.add(at);
  };
  for (const from of needs.keys()) visit(from, []);
  return found;
}

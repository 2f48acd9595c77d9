import { block, Call, Reference, type HclBlock, type HclObject, type HclValue } from "../hcl/hcl.ts";
import { writeHcl } from "../hcl/write.ts";
import { NameScope, TERRAFORM_IDENTIFIER } from "../names.ts";
import { LossReport, type ExportFile } from "../target.ts";

/** The files of a configuration, in the order in which they are read. */
const FILES = ["versions", "variables", "queues", "topics", "routing", "stores", "services", "alarms", "outputs"] as const;
export type TerraformFile = (typeof FILES)[number];

/** A variable's type, as it is written. */
export type VariableType = "string" | "number" | "list(string)";

/** What is declared of one resource type under one name. */
export interface Resource {
  readonly reference: Reference;
  /** The name after the type: an identifier that nothing else of the type has. */
  readonly name: string;
}

/** A configuration while it is written: its resources, what they are called, and what is lost. */
export class TerraformDocument {
  readonly losses = new LossReport();
  private readonly blocks = new Map<TerraformFile, HclBlock[]>();
  private readonly names = new Map<string, NameScope>();
  private readonly declared = new Set<string>();
  private readonly variables = new Map<string, Reference>();

  constructor(provider: { readonly name: string; readonly source: string; readonly version: string; readonly attributes: HclObject }, ...features: readonly HclBlock[]) {
    const { name, source, version, attributes } = provider;
    this.add("versions", block("terraform", [], { required_version: ">= 1.5" }, block("required_providers", [], { [name]: { source, version } })));
    this.add("versions", block("provider", [name], attributes, ...features));
  }

  add(file: TerraformFile, added: HclBlock): void {
    const blocks = this.blocks.get(file) ?? [];
    this.blocks.set(file, blocks);
    blocks.push(added);
  }

  /** What a thing with this key is called as a resource of a type, whether or not it is declared yet. */
  named(type: string, key: string, called: string): Resource {
    const scope = this.names.get(type) ?? new NameScope(TERRAFORM_IDENTIFIER);
    this.names.set(type, scope);
    const name = scope.of(key, called);
    return { reference: new Reference(type, name), name };
  }

  /** Declares a resource. */
  resource(file: TerraformFile, type: string, { name }: Resource, attributes: HclObject, ...blocks: readonly HclBlock[]): void {
    this.declared.add(`${type}.${name}`);
    this.add(file, block("resource", [type, name], attributes, ...blocks));
  }

  isDeclared(type: string, { name }: Resource): boolean {
    return this.declared.has(`${type}.${name}`);
  }

  /** What is declared of a type, in order. */
  declaredOf(type: string): Resource[] {
    return [...this.declared].filter((address) => address.startsWith(`${type}.`)).map((address) => {
      const name = address.slice(type.length + 1);
      return { name, reference: new Reference(type, name) };
    });
  }

  /** Looks something up at the provider; it is declared when it is first asked for. */
  data(file: TerraformFile, type: string, name: string): Reference {
    const address = `data.${type}.${name}`;
    if (!this.declared.has(address)) this.add(file, block("data", [type, name], {}));
    this.declared.add(address);
    return new Reference("data", type, name);
  }

  /** A variable; it is declared when it is first asked for. One without a default must be given. */
  variable(name: string, type: VariableType, description: string, defaultValue?: HclValue): Reference {
    const known = this.variables.get(name);
    if (known !== undefined) return known;
    const reference = new Reference("var", name);
    this.variables.set(name, reference);
    this.add("variables", block("variable", [name], { description, type: typeExpression(type), default: defaultValue }));
    return reference;
  }

  output(name: string, description: string, value: HclValue): void {
    if (typeof value === "object" && value !== null && !(value instanceof Reference) && Object.keys(value).length === 0) return;
    this.add("outputs", block("output", [name], { description, value }));
  }

  /** Every file that has something in it. */
  files(): ExportFile[] {
    return FILES.flatMap((file) => {
      const blocks = this.blocks.get(file) ?? [];
      return blocks.length === 0 ? [] : [{ path: `${file}.tf`, language: "hcl" as const, text: writeHcl(blocks) }];
    });
  }
}

function typeExpression(type: VariableType): HclValue {
  return type === "list(string)" ? new Call("list", new Reference("string")) : new Reference(type);
}

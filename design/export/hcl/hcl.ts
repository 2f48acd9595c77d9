/** A name that HCL takes without quotes. */
const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_-]*$/;

/** What an attribute can be set to. Texts are literal: nothing in them is ever read as an expression. */
export type HclValue = string | number | boolean | null | Reference | Template | Call | readonly HclValue[] | HclObject;

/** An object; entries that are undefined are left out. */
export interface HclObject {
  readonly [key: string]: HclValue | undefined;
}

/** A block: `type "label" { … }`, attributes first, then the blocks within it, each in their order. */
export interface HclBlock {
  readonly type: string;
  readonly labels: readonly string[];
  readonly attributes: HclObject;
  readonly blocks: readonly HclBlock[];
}

/** A traversal, such as `aws_sqs_queue.orders.arn`, or a keyword such as a variable's type. */
export class Reference {
  readonly path: readonly (string | number)[];

  /** Names and indices; throws where a name is no identifier. */
  constructor(...path: readonly (string | number)[]) {
    for (const part of path) if (typeof part === "string") identifier(part);
    this.path = path;
  }

  /** The same thing's attribute. */
  at(...path: readonly (string | number)[]): Reference {
    return new Reference(...this.path, ...path);
  }
}

/** A text with expressions in it: `"service/${aws_ecs_cluster.main.name}"`. */
export class Template {
  readonly parts: readonly (string | Reference)[];

  constructor(...parts: readonly (string | Reference)[]) {
    this.parts = parts;
  }
}

/** A function's call: `jsonencode({ … })`. */
export class Call {
  readonly args: readonly HclValue[];

  constructor(
    readonly name: string,
    ...args: readonly HclValue[]
  ) {
    identifier(name);
    this.args = args;
  }
}

/** A block with what is in it. */
export function block(type: string, labels: readonly string[], attributes: HclObject, ...blocks: readonly HclBlock[]): HclBlock {
  return { type: identifier(type), labels, attributes, blocks };
}

/** A value as JSON in a text, as policies are written. */
export function jsonencode(value: HclValue): Call {
  return new Call("jsonencode", value);
}

/** Whether HCL takes a name without quotes. */
export function isIdentifier(name: string): boolean {
  return IDENTIFIER.test(name);
}

/** The name itself; throws where it is none, since what comes from a design is never used as one uncleaned. */
export function identifier(name: string): string {
  if (!isIdentifier(name)) throw new TypeError(`${JSON.stringify(name)} is no HCL identifier.`);
  return name;
}

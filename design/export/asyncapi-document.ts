import type { Json } from "../document/schema.ts";
import type { JsonSchema } from "./payload-schema.ts";

/** A local reference: `#/channels/orders`. */
export interface Reference {
  readonly $ref: string;
}

/** What AsyncAPI has no word for, kept where Spillway finds it again and other tools pass over it (a specification extension). */
export const EXTENSION = "x-spillway";

type Extended = { readonly [EXTENSION]?: Readonly<Record<string, Json>> };

export type Bindings = Readonly<Record<string, Readonly<Record<string, Json>>>>;

export interface AsyncApiMessage extends Extended {
  readonly name: string;
  readonly contentType: "application/json";
  readonly headers?: JsonSchema;
  readonly payload?: JsonSchema;
  readonly bindings?: Bindings;
}

export interface AsyncApiChannel extends Extended {
  /** Null where only the sender knows it. */
  readonly address: string | null;
  readonly title: string;
  readonly description?: string;
  readonly servers?: readonly Reference[];
  readonly messages: Readonly<Record<string, Reference>>;
  readonly parameters?: Readonly<Record<string, { readonly description: string }>>;
  readonly bindings?: Bindings;
}

export interface AsyncApiOperation extends Extended {
  readonly action: "send" | "receive";
  readonly channel: Reference;
  readonly title: string;
  readonly tags: readonly { readonly name: string }[];
  readonly messages?: readonly Reference[];
  readonly bindings?: Bindings;
}

/** An AsyncAPI 3.0.0 document (asyncapi.com, specification 3.0.0), as far as it is written. */
export interface AsyncApiDocument extends Extended {
  readonly asyncapi: "3.0.0";
  readonly info: { readonly title: string; readonly version: string; readonly description?: string };
  readonly defaultContentType: "application/json";
  readonly servers?: Readonly<Record<string, { readonly host: string; readonly protocol: string; readonly description: string }>>;
  readonly channels: Readonly<Record<string, AsyncApiChannel>>;
  readonly operations: Readonly<Record<string, AsyncApiOperation>>;
  readonly components: { readonly messages: Readonly<Record<string, AsyncApiMessage>> };
}

/** Whether a value can be kept in an extension: parsers resolve references there too, so that what looks like one would break the document. */
export function isKept(value: unknown): boolean {
  if (value === undefined) return false;
  if (typeof value !== "object" || value === null) return true;
  return typeof (value as { $ref?: unknown }).$ref !== "string" && Object.values(value).every(isKept);
}

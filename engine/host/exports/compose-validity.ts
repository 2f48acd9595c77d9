import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { Ajv, type ValidateFunction } from "ajv";
import { parseDocument } from "yaml";
import type { ComposeService } from "../../../design/export/compose-file.ts";
import type { ExportFile } from "../../../design/export/target.ts";
import type { Validator, Validity } from "./validity.ts";

interface ComposeDocument {
  readonly services: Readonly<Record<string, ComposeService>>;
  readonly volumes?: Readonly<Record<string, unknown>>;
  readonly networks?: Readonly<Record<string, unknown>>;
}

let loaded: { readonly validate: ValidateFunction; readonly checkedWith: string } | undefined;

/** The schema of the Compose specification, as dclint carries it. Its `$schema` is left out: ajv does not know that address of draft 7. */
function schema(): NonNullable<typeof loaded> {
  if (loaded !== undefined) return loaded;
  const manifest = createRequire(import.meta.url).resolve("dclint/package.json");
  const { version } = JSON.parse(readFileSync(manifest, "utf8")) as { version: string };
  const { $schema: _, ...rest } = JSON.parse(readFileSync(join(dirname(manifest), "schemas", "compose.schema.json"), "utf8")) as Record<string, unknown>;
  const validate = new Ajv({ allErrors: true, strict: false, validateFormats: false }).compile(rest);
  loaded = { validate, checkedWith: `the Compose schema of dclint ${version}` };
  return loaded;
}

/** Checks a Compose file by its schema, and that what its services name is there. */
export function checkCompose(files: readonly ExportFile[]): Validity {
  const { validate, checkedWith } = schema();
  const problems: string[] = [];
  for (const { path, text } of files.filter(({ language }) => language === "yaml")) {
    const document = parseDocument(text, { uniqueKeys: true });
    const found = [...document.errors, ...document.warnings].map(({ message }) => message);
    const value: unknown = document.toJS();
    if (found.length === 0 && !validate(value)) found.push(...(validate.errors ?? []).map(({ instancePath, message = "is not valid" }) => `${instancePath || "/"} ${message}`));
    if (found.length === 0) found.push(...danglingIn(value as ComposeDocument, files), ...unknownVariables(text));
    problems.push(...found.map((problem) => `${path}: ${problem}`));
  }
  return { checkedWith, problems };
}

export const validate: Validator = (files) => Promise.resolve(checkCompose(files));

/** Services, volumes, networks and files that are named and not there. */
function danglingIn({ services, volumes = {}, networks = {} }: ComposeDocument, files: readonly ExportFile[]): string[] {
  return Object.entries(services).flatMap(([name, service]) => [
    ...Object.keys(service.depends_on ?? {}).filter((other) => !Object.hasOwn(services, other)).map((other) => `/services/${name}/depends_on names ${other}, which is no service`),
    ...service.networks.filter((network) => !Object.hasOwn(networks, network)).map((network) => `/services/${name}/networks names ${network}, which is not declared`),
    ...(service.volumes ?? []).flatMap((mount) => {
      const source = mount.split(":")[0] ?? "";
      const there = source.startsWith("./") ? files.some(({ path }) => `./${path}` === source) : Object.hasOwn(volumes, source);
      return there ? [] : [`/services/${name}/volumes names ${source}, which is not there`];
    }),
  ]);
}

/** Whatever follows a single `$` has to be a variable (Compose specification, "Interpolation"). */
function unknownVariables(text: string): string[] {
  return [...text.matchAll(/\$(\$|\{[A-Za-z_][A-Za-z0-9_]*(:?[-?+][^{}$]*)?\}|)/g)].filter(([, what]) => what === "").map(({ index }) => `a $ at ${index} begins no variable: write $$`);
}

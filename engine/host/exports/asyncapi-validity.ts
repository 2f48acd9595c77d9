import { createRequire } from "node:module";
import { DiagnosticSeverity, Parser } from "@asyncapi/parser";
import type { Validator } from "./validity.ts";

const { version } = createRequire(import.meta.url)("@asyncapi/parser/package.json") as { version: string };

/** Checks AsyncAPI documents with the parser of the AsyncAPI initiative, which checks schemas, references and bindings. Its hints of style are no problems. */
export function asyncApiValidator(): Validator {
  const parser = new Parser({ ruleset: { core: true, recommended: false } });
  return async (files) => {
    const found = await Promise.all(
      files.map(async ({ path, text }) => {
        const diagnostics = await parser.validate(text);
        return diagnostics.filter(({ severity }) => severity === DiagnosticSeverity.Error).map(({ path: place, message }) => `${path}: /${place.join("/")}: ${message}`);
      }),
    );
    return { checkedWith: `@asyncapi/parser ${version}`, problems: found.flat() };
  };
}

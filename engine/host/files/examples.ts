import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { designName, readDesignFile } from "./read-design-file.ts";

/** A design that comes with the product. */
export interface Example {
  readonly path: string;
  readonly name: string;
  readonly description?: string;
}

/** The designs in a folder, by name. One that cannot be read is left out. */
export async function listExamples(folder: string): Promise<Example[]> {
  const names = await readdir(folder).catch(() => []);
  const paths = names.filter((name) => name.endsWith(".spillway.json")).map((name) => join(folder, name));
  const examples = await Promise.all(paths.map((path) => describe(path)));
  return examples.flatMap((example) => example ?? []).sort((a, b) => a.name.localeCompare(b.name));
}

async function describe(path: string): Promise<Example | null> {
  try {
    const { text } = await readDesignFile(path);
    const { name, description } = JSON.parse(text) as { name?: unknown; description?: unknown };
    return {
      path,
      name: typeof name === "string" && name !== "" ? name : designName(path),
      ...(typeof description === "string" ? { description } : {}),
    };
  } catch {
    return null;
  }
}

import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { loadDesign } from "../../../design/document/load.ts";
import type { Design } from "../../../design/document/schema.ts";
import { sketchOf, type Sketch } from "../../../design/document/sketch.ts";
import { readDesignFile } from "./read-design-file.ts";

/** A design that comes with the product. */
export interface Example {
  readonly path: string;
  readonly name: string;
  readonly description?: string;
}

/** One to begin with. */
export interface Template extends Example {
  readonly sketch: Sketch;
}

/** The designs in a folder, by name. One that cannot be read is left out. */
export async function listExamples(folder: string): Promise<Example[]> {
  return (await designsIn(folder)).map(([path, design]) => describe(path, design));
}

/** The designs in a folder, each with its outline, the simplest first. */
export async function listTemplates(folder: string): Promise<Template[]> {
  const templates = (await designsIn(folder)).map(([path, design]) => ({ ...describe(path, design), sketch: sketchOf(design) }));
  return templates.sort((a, b) => a.sketch.cards.length - b.sketch.cards.length);
}

async function designsIn(folder: string): Promise<[string, Design][]> {
  const names = await readdir(folder).catch(() => []);
  const paths = names.filter((name) => name.endsWith(".spillway.json")).map((name) => join(folder, name));
  const designs = await Promise.all(paths.map((path) => read(path)));
  return designs.flatMap((design, index): [string, Design][] => (design ? [[paths[index] ?? "", design]] : [])).sort(([, a], [, b]) => a.name.localeCompare(b.name));
}

async function read(path: string): Promise<Design | null> {
  const file = await readDesignFile(path).catch(() => null);
  const loaded = file && loadDesign(file.text);
  return loaded?.ok ? loaded.design : null;
}

function describe(path: string, { name, description }: Design): Example {
  return { path, name, ...(description === undefined ? {} : { description }) };
}

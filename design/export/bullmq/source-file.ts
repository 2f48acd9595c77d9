import type { ExportFile } from "../target.ts";
import { type Code, identifier, joined } from "./code.ts";

/** A TypeScript module while it is written: its imports follow from what its body uses. */
export class SourceFile {
  /** By specifier; a name with `type ` before it is imported as a type. */
  private readonly imports = new Map<string, Set<string>>();
  private readonly modules = new Set<string>();
  private readonly body: Code[] = [];

  /** `path` is that of the file in the project: `src/workers/billing.ts`. */
  constructor(readonly path: string) {}

  /** A name that another module exports: one of the project by its path (`src/queues.ts`), or a package. */
  use(from: string, name: string): Code {
    this.importFrom(from, name);
    return identifier(name);
  }

  /** As {@link use}, for a type. */
  useType(from: string, name: string): Code {
    this.importFrom(from, `type ${name}`);
    return identifier(name);
  }

  add(...parts: readonly Code[]): void {
    this.body.push(...parts);
  }

  get isEmpty(): boolean {
    return this.body.length === 0;
  }

  /** The modules of the project and the packages that it imports from. */
  get uses(): readonly string[] {
    return [...this.modules];
  }

  file(): ExportFile {
    const lines = [...this.imports]
      .toSorted(([a], [b]) => Number(a.startsWith(".")) - Number(b.startsWith(".")) || (a < b ? -1 : 1))
      .map(([specifier, names]) => importLine(specifier, [...names].toSorted()));
    const text = [...(lines.length === 0 ? [] : [lines.join("\n")]), joined(this.body, "\n\n").text, ""].join("\n\n").replace(/\n\n$/, "\n");
    return { path: this.path, language: "typescript", text };
  }

  private importFrom(from: string, name: string): void {
    this.modules.add(from);
    const specifier = from.startsWith("src/") ? relative(this.path, from) : from;
    const names = this.imports.get(specifier) ?? new Set();
    this.imports.set(specifier, names.add(name));
  }
}

function importLine(specifier: string, names: readonly string[]): string {
  const isTypes = names.every((name) => name.startsWith("type "));
  const named = isTypes ? names.map((name) => name.slice("type ".length)) : names;
  return `import ${isTypes ? "type " : ""}{ ${named.join(", ")} } from ${JSON.stringify(specifier)};`;
}

/** The specifier by which one module of the project imports another: that of the JavaScript that it is compiled to. */
function relative(from: string, to: string): string {
  const folder = from.split("/").slice(0, -1);
  const parts = to.replace(/\.ts$/, ".js").split("/");
  while (folder.length > 0 && folder[0] === parts[0]) {
    folder.shift();
    parts.shift();
  }
  return folder.length === 0 ? `./${parts.join("/")}` : `${"../".repeat(folder.length)}${parts.join("/")}`;
}

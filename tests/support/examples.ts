import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { loadDesign } from "../../design/document/load.ts";
import type { Design } from "../../design/document/schema.ts";

/** A design that ships, with its file's name. */
export interface Example {
  readonly file: string;
  readonly design: Design;
}

let read: readonly Example[] | undefined;

/** Every example that ships. */
export function examples(): readonly Example[] {
  return (read ??= readAll());
}

function readAll(): Example[] {
  const root = join(import.meta.dirname, "..", "..", "examples");
  return [root, join(root, "kinds"), join(root, "templates")].flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => name.endsWith(".spillway.json"))
      .map((name) => {
        const loaded = loadDesign(readFileSync(join(folder, name), "utf8"));
        if (!loaded.ok) throw loaded.error;
        return { file: name, design: loaded.design };
      }),
  );
}

/** What nobody should call a node, and somebody will. */
export const HOSTILE_NAMES: readonly string[] = [
  '"] --> x', "'; DROP TABLE x; --", "${var.secret}", "%{if true}", "{{ .Values.x }}", "a\nb: c", "- x", "&anchor *alias", "<script>", "%% comment", "`md`", "| cell |",
  "x".repeat(200), "#quot;", "Überweisung", "北京", "🙂", "\\", "]]", "", " ", "..", "../../etc/passwd", "amq.direct", "null", "true", "123", "end", "\u0000",
];

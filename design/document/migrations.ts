import { displayName } from "./display-name.ts";
import { isKindType, kindOf } from "../kinds/registry.ts";
import type { SettingsMigration } from "../kinds/kind.ts";
import { DOCUMENT_VERSION } from "./schema.ts";

type JsonObject = Readonly<Record<string, unknown>>;

/** Lifts a document, or a node's settings, from version `from` to `from + 1`. */
export type Migration = SettingsMigration;

/** Versions and the steps between them: `version` is the newest, and every older one has a step. */
export interface Chain {
  readonly version: number;
  readonly migrations: readonly Migration[];
}

/** What there is to migrate: the document as a whole, and the settings of each kind. */
export interface MigrationPlan {
  readonly document: Chain;
  readonly kind: (kind: string) => Chain | null;
}

/** Steps of the document's own shape. A step that was released is never changed; each has a frozen fixture. */
export const documentMigrations: readonly Migration[] = [];

/** The plan of this version of the product. */
export const currentPlan: MigrationPlan = {
  document: { version: DOCUMENT_VERSION, migrations: documentMigrations },
  kind: (kind) => (isKindType(kind) ? kindOf(kind) : null),
};

export type Migrated =
  | { readonly ok: true; readonly document: JsonObject; readonly applied: readonly string[] }
  | { readonly ok: false; readonly reason: "future" | "failed"; readonly message: string };

/**
 * Lifts a document, and the settings in it, to the newest versions; says which steps were taken, by name. A document
 * that is up to date is handed back as it is. Whatever is not shaped as expected is left for the schema to refuse.
 */
export function migrateDocument(document: JsonObject, version: number, plan: MigrationPlan = currentPlan): Migrated {
  if (version > plan.document.version)
    return { ok: false, reason: "future", message: newer("This design was", version, plan.document.version) };
  const lifted = lift(document, version, plan.document);
  if (!lifted.ok) return lifted;
  const applied = [...lifted.applied];
  let result = { ...lifted.value };
  if (lifted.applied.length > 0) result = { ...result, version: plan.document.version };
  if (!Array.isArray(result["nodes"])) return { ok: true, document: applied.length > 0 ? result : document, applied };
  const nodes: unknown[] = [];
  for (const node of result["nodes"] as unknown[]) {
    const migrated = migrateNode(node, plan);
    if (!migrated.ok) return migrated;
    nodes.push(migrated.value);
    applied.push(...migrated.applied);
  }
  return { ok: true, document: applied.length > 0 ? { ...result, nodes } : document, applied: [...new Set(applied)] };
}

type Lifted = { ok: true; value: JsonObject; applied: readonly string[] } | { ok: false; reason: "future" | "failed"; message: string };

function migrateNode(node: unknown, plan: MigrationPlan): Lifted {
  if (!isObject(node) || typeof node["kind"] !== "string") return { ok: true, value: node as JsonObject, applied: [] };
  const { kind, kindVersion = 1, settings = {} } = node;
  const chain = plan.kind(kind as string);
  if (chain === null || typeof kindVersion !== "number" || !isObject(settings)) return { ok: true, value: node, applied: [] };
  if (kindVersion > chain.version) {
    const name = displayName({ id: String(node["id"]), name: typeof node["name"] === "string" ? node["name"] : undefined });
    return { ok: false, reason: "future", message: newer(`The settings of ${name} were`, kindVersion, chain.version) };
  }
  const lifted = lift(settings, kindVersion, chain);
  if (!lifted.ok || lifted.applied.length === 0) return lifted.ok ? { ok: true, value: node, applied: [] } : lifted;
  return { ok: true, value: { ...node, kindVersion: chain.version, settings: lifted.value }, applied: lifted.applied.map((name) => `${String(kind)}: ${name}`) };
}

function lift(value: JsonObject, version: number, chain: Chain): Lifted {
  let current = value;
  const applied: string[] = [];
  for (let from = version; from < chain.version; from += 1) {
    const step = chain.migrations.find((migration) => migration.from === from);
    if (step === undefined) return { ok: false, reason: "failed", message: `There is no way up from version ${from}.` };
    try {
      current = step.up(current);
    } catch {
      return { ok: false, reason: "failed", message: `The step "${step.name}" from version ${from} does not fit what the file holds.` };
    }
    applied.push(step.name);
  }
  return { ok: true, value: current, applied };
}

function newer(what: string, version: number, readable: number): string {
  return `${what} made by a newer Spillway (version ${version}; this one reads up to ${readable}). Update Spillway; the file was not changed.`;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

import { useMemo } from "react";
import { z } from "zod";
import { andThen, EMPTY_DIFF } from "../../design/document/diff.ts";
import { updateSettings } from "../../design/document/operations-settings.ts";
import type { DesignNode, Json } from "../../design/document/schema.ts";
import { isKindType, kindOf } from "../../design/kinds/registry.ts";
import { documentStore } from "../stores/document-store.ts";
import { settingTitle } from "./setting-title.ts";
import { commonFieldsOf, ManyForm, type ManyFormPart } from "./many-form.tsx";
import type { Path } from "./form/values.ts";
import { severalWords } from "../words/several.ts";
import { countedNodes } from "./counted.ts";
import { ZoneField } from "./zone-field.tsx";
import { inspectorWords } from "../words/inspector.ts";

/** Of a kind that this version does not know. */
const NO_SCHEMA = z.object({});

/** Several nodes: their zone, and the settings that all of them have. */
export function ManyNodes({ nodes }: { readonly nodes: readonly DesignNode[] }) {
  const parts = useMemo(() => nodes.map(partOf), [nodes]);
  const what = countedNodes(nodes);
  const [first] = parts;

  function write(path: Path, value: Json | undefined): void {
    const { design, edit } = documentStore.getState();
    const diff = nodes.reduce((before, { id }) => andThen(design, before, (after) => updateSettings(after, { node: id, path, value })), EMPTY_DIFF);
    const title = first === undefined ? "setting" : settingTitle(first.schema, path, first.settings);
    edit(diff, inspectorWords.setText(title.toLowerCase(), what), { mergeKey: `settings/${nodes.map(({ id }) => id).join()}/${path.join("/")}` });
  }

  return (
    <section className="many-settings" aria-label={severalWords.settingsOf(what)}>
      <h3>{new Set(nodes.map(({ kind }) => kind)).size === 1 ? severalWords.settingsOf(what) : severalWords.inCommon(what)}</h3>
      <div className="form">
        <ZoneField nodes={nodes} />
      </div>
      <ManyForm id={`many-${nodes[0]?.id ?? ""}`} parts={parts} onWrite={write} onSettle={() => documentStore.getState().mark()} />
      {commonFieldsOf(parts).length === 0 && <p className="inspector-note">{severalWords.nothingInCommon}</p>}
    </section>
  );
}

function partOf({ kind, settings }: DesignNode): ManyFormPart {
  return { schema: isKindType(kind) ? kindOf(kind).settings : NO_SCHEMA, settings };
}

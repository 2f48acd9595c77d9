import { useMemo } from "react";
import { andThen, EMPTY_DIFF } from "../../design/document/diff.ts";
import { updateEdgeSettings } from "../../design/document/operations-settings.ts";
import type { DesignEdge, Json } from "../../design/document/schema.ts";
import { edgeSchemaIn } from "../../design/graph/edge-settings.ts";
import { documentStore, useDocument } from "../stores/document-store.ts";
import { commonFieldsOf, ManyForm, type ManyFormPart } from "./many-form.tsx";
import { severalWords } from "../words/several.ts";
import { counted } from "./counted.ts";
import { settingTitle } from "./setting-title.ts";
import type { Path } from "./form/values.ts";
import { inspectorWords } from "../words/inspector.ts";

/** Several edges: the settings that all of them have, of the queues that they stand for or of how they are bound. */
export function ManyEdges({ edges }: { readonly edges: readonly DesignEdge[] }) {
  const nodes = useDocument(({ design }) => design.nodes);
  const parts = useMemo(() => edges.flatMap((edge): ManyFormPart[] => {
    const schema = edgeSchemaIn({ nodes }, edge);
    return schema === undefined ? [] : [{ schema, settings: edge.settings }];
  }), [edges, nodes]);
  const [first] = parts;
  const what = counted(edges.length, "edge");
  if (first === undefined || parts.length < edges.length || commonFieldsOf(parts).length === 0) return null;

  function write(path: Path, value: Json | undefined): void {
    const { design, edit } = documentStore.getState();
    const diff = edges.reduce((before, { id }) => andThen(design, before, (after) => updateEdgeSettings(after, { edge: id, path, value })), EMPTY_DIFF);
    const title = first === undefined ? "setting" : settingTitle(first.schema, path);
    edit(diff, inspectorWords.setText(title.toLowerCase(), what), { mergeKey: `edges/${edges.map(({ id }) => id).join()}/${path.join("/")}` });
  }

  return (
    <section className="many-settings" aria-label={severalWords.settingsOf(what)}>
      <h3>{severalWords.settingsOf(what)}</h3>
      <ManyForm id={`many-${edges[0]?.id ?? ""}`} parts={parts} onWrite={write} onSettle={() => documentStore.getState().mark()} />
    </section>
  );
}

import { assignZone } from "../../design/document/operations.ts";
import { displayName } from "../../design/document/display-name.ts";
import type { DesignNode } from "../../design/document/schema.ts";
import { documentStore, useDocument } from "../stores/document-store.ts";
import { Select } from "../ui/select.tsx";
import { FieldRow } from "./form/field-row.tsx";
import { putIntoNewZone } from "../run/zones.ts";

const NONE = "(none)";
const NEW = "(new)";

/** Which failure domain a node is in (rule O3). */
export function ZoneField({ node }: { readonly node: DesignNode }) {
  const zones = useDocument(({ design }) => design.zones) ?? [];
  const options = [{ value: NONE, label: "none" }, ...zones.map(({ id, name }) => ({ value: id, label: name || id })), { value: NEW, label: "new zone…" }];

  function choose(value: string): void {
    if (value === NEW) {
      putIntoNewZone(documentStore, [node.id]);
      return;
    }
    const { design, edit, mark } = documentStore.getState();
    edit(assignZone(design, { nodes: [node.id], zone: value === NONE ? undefined : value }), `Move ${displayName(node)} to another zone`);
    mark();
  }

  return (
    <FieldRow id={`zone-of-${node.id}`} title="Zone" help="A failure domain. In a live run its consumers share one process, which can be killed." error={null} defaultText={null}>
      <Select id={`zone-of-${node.id}`} value={node.zone ?? NONE} options={options} describedBy={`zone-of-${node.id}-help`} onChange={choose} />
    </FieldRow>
  );
}

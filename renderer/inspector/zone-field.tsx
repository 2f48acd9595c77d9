import { assignZone } from "../../design/document/operations.ts";
import { displayName } from "../../design/document/display-name.ts";
import type { DesignNode } from "../../design/document/schema.ts";
import { putIntoNewZone } from "../run/zones.ts";
import { documentStore, useDocument } from "../stores/document-store.ts";
import { Select } from "../ui/select.tsx";
import { FieldRow } from "./form/field-row.tsx";
import { MIXED } from "./form/mixed.ts";
import { inspectorWords } from "../words/inspector.ts";

const NONE = "(none)";
const NEW = "(new)";
const SEVERAL = "(mixed)";

/** Which failure domain nodes are in (rule O3). */
export function ZoneField({ nodes }: { readonly nodes: readonly DesignNode[] }) {
  const zones = useDocument(({ design }) => design.zones) ?? [];
  const ids = nodes.map(({ id }) => id);
  const present = new Set(nodes.map(({ zone }) => zone ?? NONE));
  const [only] = present;
  const options = [
    ...(present.size > 1 ? [{ value: SEVERAL, label: MIXED }] : []),
    { value: NONE, label: inspectorWords.none },
    ...zones.map(({ id, name }) => ({ value: id, label: name || id })),
    { value: NEW, label: inspectorWords.newZone },
  ];

  function choose(value: string): void {
    if (value === SEVERAL) return;
    if (value === NEW) {
      putIntoNewZone(documentStore, ids);
      return;
    }
    const [first] = nodes;
    const what = nodes.length === 1 && first !== undefined ? displayName(first) : `${nodes.length} nodes`;
    const { design, edit, mark } = documentStore.getState();
    edit(assignZone(design, { nodes: ids, zone: value === NONE ? undefined : value }), inspectorWords.moveWhatToAnotherZone(what));
    mark();
  }

  const id = `zone-of-${ids[0] ?? ""}`;
  return (
    <FieldRow id={id} title={inspectorWords.zone} help={inspectorWords.aFailureDomainInALiveRun} error={null} defaultText={null}>
      <Select id={id} value={present.size > 1 ? SEVERAL : (only ?? NONE)} options={options} describedBy={`${id}-help`} onChange={choose} />
    </FieldRow>
  );
}

import { removeZone, updateZone } from "../../design/document/operations-document.ts";
import type { Zone } from "../../design/document/schema.ts";
import { zoneSchema } from "../../design/document/schema.ts";
import type { Json } from "../../design/document/schema.ts";
import { useDocument } from "../stores/document-store.ts";
import { RecordForm } from "./record-form.tsx";
import { inspectorWords } from "../words/inspector.ts";

const FORM = zoneSchema.omit({ id: true });

/** The design's failure domains: what they are called and what they are (rule O3). */
export function ZoneSection() {
  const zones = useDocument(({ design }) => design.zones) ?? [];
  if (zones.length === 0) return null;
  return (
    <section className="many-actions" aria-label={inspectorWords.zones}>
      <h3>{inspectorWords.zones}</h3>
      {zones.map((zone) => (
        <ZoneItem key={zone.id} zone={zone} />
      ))}
    </section>
  );
}

function ZoneItem({ zone: { id, ...settings } }: { readonly zone: Zone }) {
  const { name } = settings;
  return (
    <details className="record">
      <summary>{name || id}</summary>
      <RecordForm prefix="zone" word={inspectorWords.zoneInline} id={id} name={name} schema={FORM} settings={settings as Record<string, Json>} update={updateZone} remove={removeZone} />
    </details>
  );
}

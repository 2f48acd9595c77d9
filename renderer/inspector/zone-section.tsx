import { Trash2 } from "lucide-react";
import { removeZone, updateZone } from "../../design/document/operations-document.ts";
import type { Zone } from "../../design/document/schema.ts";
import { zoneSchema } from "../../design/document/schema.ts";
import type { Json } from "../../design/document/schema.ts";
import { documentStore, useDocument } from "../stores/document-store.ts";
import { Button } from "../ui/button.tsx";
import { SettingsForm } from "./settings-form.tsx";

const FORM = zoneSchema.omit({ id: true });

/** The design's failure domains: what they are called and what they are (rule O3). */
export function ZoneSection() {
  const zones = useDocument(({ design }) => design.zones) ?? [];
  if (zones.length === 0) return null;
  return (
    <section className="many-actions" aria-label="Zones">
      <h3>Zones</h3>
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
      <SettingsForm
        id={`zone-${id}`}
        schema={FORM}
        settings={settings as Record<string, Json>}
        problemAt={() => null}
        onSettle={() => documentStore.getState().mark()}
        onWrite={(path, value) => {
          const { design, edit } = documentStore.getState();
          const property = String(path[0]);
          // A zone has a name, even an empty one.
          edit(updateZone(design, { id, [property]: property === "name" ? (value ?? "") : value }), `Change the zone ${name}`, { mergeKey: `zone/${id}/${property}` });
        }}
      />
      <Button
        icon={Trash2}
        variant="danger"
        size="small"
        onClick={() => {
          const { design, edit, mark } = documentStore.getState();
          edit(removeZone(design, id), `Remove the zone ${name}`);
          mark();
        }}
      >
        Remove zone
      </Button>
    </details>
  );
}

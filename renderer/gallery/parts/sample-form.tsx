import { useState } from "react";
import type { Json } from "../../../design/document/schema.ts";
import { setIn } from "../../../design/document/set-in.ts";
import { consumer } from "../../../design/kinds/consumer.ts";
import type { Path } from "../../inspector/form/values.ts";
import { SettingsForm } from "../../inspector/settings-form.tsx";
import { galleryWords } from "../../words/gallery.ts";

const BEGINNING: Record<string, Json> = { replicas: 4, concurrency: 8 };

/** A form that writes to nothing: it has nearly every control there is. */
export function SampleForm() {
  const [settings, setSettings] = useState(BEGINNING);
  function write(path: Path, value: Json | undefined): void {
    setSettings((setIn(settings, path, value, consumer.settings) ?? {}) as Record<string, Json>);
  }
  return (
    <div className="gallery-form">
      <p className="gallery-summary">{galleryWords.controls.formHint}</p>
      <SettingsForm
        id="sample"
        schema={consumer.settings}
        settings={settings}
        onWrite={write}
        onSettle={() => {}}
        problemAt={(path) => (path[0] === "concurrency" && path.length === 1 ? galleryWords.controls.fieldProblem : null)}
      />
    </div>
  );
}

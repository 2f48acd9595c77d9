import { useEffect, useRef } from "react";
import type { Json } from "../../../design/document/schema.ts";
import { setIn } from "../../../design/document/set-in.ts";
import { targetNamed, targetNames } from "../../../design/export/registry.ts";
import { SettingsForm } from "../../inspector/settings-form.tsx";
import { exportStore, optionsOf, useExport } from "../../stores/export-store.ts";
import { exportWords } from "../../words/export.ts";

/** Every target with what it is for; the chosen one with its options. */
export function TargetList({ chosen }: { readonly chosen: string }) {
  return (
    <ul className="export-targets scroll" aria-label={exportWords.targets}>
      {targetNames.map((name) => (
        <li key={name} data-chosen={name === chosen || undefined}>
          <button type="button" className="export-target" aria-pressed={name === chosen} onClick={() => exportStore.getState().chooseTarget(name)}>
            <span className="export-target-title">{targetNamed(name).title}</span>
            <span className="export-target-summary">{targetNamed(name).summary}</span>
          </button>
          {name === chosen && <Options target={name} />}
        </li>
      ))}
    </ul>
  );
}

function Options({ target }: { readonly target: string }) {
  const written = useExport((choices) => optionsOf(choices, target));
  const schema = targetNamed(target).options;
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // Some browsers return a promise, which an effect must not.
    place.current?.scrollIntoView({ block: "nearest" });
  }, []);
  if (Object.keys(schema.shape).length === 0) return null;
  return (
    <div ref={place} className="export-options" role="group" aria-label={exportWords.options}>
      <SettingsForm
        id={`export-${target}`}
        schema={schema}
        settings={written}
        problemAt={() => null}
        onSettle={() => {}}
        onWrite={(path, value) => exportStore.getState().setOptions(target, (setIn(written, path, value, schema) ?? {}) as Record<string, Json>)}
      />
    </div>
  );
}

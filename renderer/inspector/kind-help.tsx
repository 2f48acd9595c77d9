import { kindOf, type KindType } from "../../design/kinds/registry.ts";
import type { Port } from "../../design/kinds/kind.ts";
import { fieldsOf } from "./form/field-model.ts";
import { inspectorWords } from "../words/inspector.ts";

/** What a kind does, its ports and what each setting is for. */
export function KindHelp({ kind }: { readonly kind: KindType }) {
  const definition = kindOf(kind);
  const { help, settings } = definition;
  const parsed = settings.safeParse({});
  const drawn: readonly Port[] = parsed.success ? definition.ports(parsed.data) : [];
  const fields = fieldsOf(settings);
  return (
    <div className="kind-help">
      <p>{help}</p>
      <h3>{inspectorWords.ports}</h3>
      <dl>
        {drawn.map((port) => (
          <div key={port.name}>
            <dt>
              {port.name} <small>{port.direction === "in" ? inspectorWords.in : inspectorWords.out}</small>
            </dt>
            <dd>{port.label}</dd>
          </div>
        ))}
      </dl>
      {fields.length > 0 && <h3>{inspectorWords.settings}</h3>}
      <dl>
        {fields.map(({ name, field }) => (
          <div key={name}>
            <dt>{field.title}</dt>
            <dd>{field.help}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

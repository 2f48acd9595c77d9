import { ArrowDown, ArrowUp, Plus, Trash2 } from "lucide-react";
import { Button } from "../../ui/button.tsx";
import type { ListField } from "./field-model.ts";
import { useForm } from "./form-context.ts";
import { Fields } from "./group-control.tsx";
import { NumberList } from "./number-list.tsx";
import { freshItem } from "./fresh-item.ts";
import { severalWords } from "../../words/several.ts";
import { MIXED } from "./mixed.ts";
import { useField } from "./use-field.ts";
import type { Path } from "./values.ts";
import { inspectorWords } from "../../words/inspector.ts";

/** A list whose entries can be added, removed and moved; a list of numbers is typed as one text. */
export function ListControl({ field, path }: { readonly field: ListField; readonly path: Path }) {
  const { renderField } = useForm();
  const state = useField(field, path);
  if (field.item.type === "number") return <NumberList field={field} path={path} />;
  const items = Array.isArray(state.effective) ? (state.effective as readonly unknown[]) : [];

  function write(next: readonly unknown[]): void {
    state.commit(next);
    state.settle();
  }

  function move(index: number, to: number): void {
    const next = [...items];
    next.splice(to, 0, ...next.splice(index, 1));
    write(next);
  }

  if (state.mixed) {
    return (
      <fieldset className="field-group">
        <legend>
          {field.title} <span className="field-mixed">{MIXED}</span>
        </legend>
        <p className="group-help">{severalWords.listsDiffer}</p>
      </fieldset>
    );
  }
  return (
    <fieldset className="field-group">
      <legend>{field.title}</legend>
      <p className="group-help">{field.help}</p>
      {state.problem !== null && <p className="field-error">{state.problem}</p>}
      <ol className="list-items">
        {items.map((_, index) => (
          // Entries have no identity of their own: their place is it.
          <li key={index} className="list-item">
            <div className="list-item-tools">
              <span>{index + 1}</span>
              <button type="button" aria-label={inspectorWords.moveValueUp(index + 1)} disabled={index === 0} onClick={() => move(index, index - 1)}>
                <ArrowUp size={13} aria-hidden="true" />
              </button>
              <button type="button" aria-label={inspectorWords.moveValueDown(index + 1)} disabled={index === items.length - 1} onClick={() => move(index, index + 1)}>
                <ArrowDown size={13} aria-hidden="true" />
              </button>
              <button type="button" aria-label={inspectorWords.removeValue(index + 1)} disabled={items.length <= field.least} onClick={() => write(items.toSpliced(index, 1))}>
                <Trash2 size={13} aria-hidden="true" />
              </button>
            </div>
            {field.item.type === "group" ? <Fields fields={field.item.fields} path={[...path, index]} /> : renderField(field.item, [...path, index])}
          </li>
        ))}
      </ol>
      <Button size="small" icon={Plus} disabled={items.length >= field.most} onClick={() => write([...items, freshItem(field.item, items)])}>
        {inspectorWords.add}
      </Button>
    </fieldset>
  );
}

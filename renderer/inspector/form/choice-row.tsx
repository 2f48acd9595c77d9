import { Select, type SelectOption } from "../../ui/select.tsx";
import { FieldRow } from "./field-row.tsx";

interface ChoiceRowProps<Value extends string> {
  readonly id: string;
  readonly title: string;
  readonly help: string;
  readonly value: Value;
  readonly options: readonly SelectOption<Value>[];
  readonly onChange: (value: Value) => void;
}

/** A field that is one of a design's own parts or words, of which no schema tells. */
export function ChoiceRow<Value extends string>({ id, title, help, value, options, onChange }: ChoiceRowProps<Value>) {
  return (
    <FieldRow id={id} title={title} help={help} error={null} defaultText={null}>
      <Select id={id} value={value} options={options} describedBy={`${id}-help`} onChange={onChange} />
    </FieldRow>
  );
}

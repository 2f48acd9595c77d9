import { Check, ChevronDown } from "lucide-react";
import { Select as Primitive } from "radix-ui";
import "./select.css";

export interface SelectOption<Value extends string> {
  readonly value: Value;
  readonly label: string;
}

export interface SelectProps<Value extends string> {
  readonly value: Value;
  readonly options: readonly SelectOption<Value>[];
  readonly onChange: (value: Value) => void;
  readonly id?: string;
  readonly label?: string;
  readonly describedBy?: string;
  readonly disabled?: boolean;
  /** `bare` has no frame, for units inside a field. */
  readonly variant?: "field" | "bare";
}

/** Chooses one of a few words. */
export function Select<Value extends string>({ value, options, onChange, id, label, describedBy, disabled = false, variant = "field" }: SelectProps<Value>) {
  return (
    <Primitive.Root value={value} onValueChange={(next) => onChange(next as Value)} disabled={disabled}>
      <Primitive.Trigger id={id} className={`select select-${variant}`} aria-label={label} aria-describedby={describedBy}>
        <Primitive.Value />
        <Primitive.Icon className="select-arrow">
          <ChevronDown size={14} aria-hidden="true" />
        </Primitive.Icon>
      </Primitive.Trigger>
      <Primitive.Portal>
        <Primitive.Content className="select-list" position="popper" sideOffset={4} collisionPadding={8}>
          <Primitive.Viewport>
            {options.map((option) => (
              <Primitive.Item key={option.value} value={option.value} className="select-item">
                <Primitive.ItemText>{option.label}</Primitive.ItemText>
                <Primitive.ItemIndicator>
                  <Check size={14} aria-hidden="true" />
                </Primitive.ItemIndicator>
              </Primitive.Item>
            ))}
          </Primitive.Viewport>
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}

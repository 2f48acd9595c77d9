import { Plus, X } from "lucide-react";
import type { NumericSetting } from "../../../design/document/numeric-settings.ts";
import type { AxisDraft } from "../../stores/what-if-store.ts";
import { Button } from "../../ui/button.tsx";
import { IconButton } from "../../ui/icon-button.tsx";
import { Select } from "../../ui/select.tsx";
import { axisFor, textOf, type ReadAxis } from "../../what-if/axis.ts";
import { whatIfWords } from "../../words/what-if.ts";

export interface AxisFieldsProps {
  /** `Vary` or `And`. */
  readonly title: string;
  readonly axis: ReadAxis;
  readonly settings: readonly NumericSetting[];
  readonly onChange: (draft: AxisDraft) => void;
  /** Only the second can go. */
  readonly onRemove?: () => void;
  /** Only a first one that is alone can have a second. */
  readonly onAdd?: () => void;
}

/** Chooses a number of a node and the range that it takes. */
export function AxisFields({ title, axis, settings, onChange, onRemove, onAdd }: AxisFieldsProps) {
  const { draft, setting, error } = axis;
  const nodes = [...new Map(settings.map(({ node, nodeName }) => [node, nodeName])).entries()];
  const own = settings.filter(({ node }) => node === draft.node);
  const choose = (chosen: NumericSetting | undefined) => chosen && onChange(axisFor(chosen));
  return (
    <fieldset className="what-if-axis" data-invalid={error !== null}>
      <legend>
        {title}
        <small>{whatIfWords.now} {setting.value === undefined ? whatIfWords.notSet : textOf(setting.value, setting)}</small>
        {onRemove && <IconButton icon={X} label={whatIfWords.varyOneNumberOnly} onClick={onRemove} />}
        {onAdd && (
          <Button variant="quiet" size="small" icon={Plus} onClick={onAdd}>
            {whatIfWords.secondNumber}
          </Button>
        )}
      </legend>
      <div className="what-if-pair">
        <Select label={whatIfWords.titleNode(title)} value={draft.node} options={nodes.map(([value, label]) => ({ value, label }))} onChange={(node) => choose(settings.find((each) => each.node === node))} />
        <Select
          label={whatIfWords.titleSetting(title)}
          value={draft.path}
          options={own.map(({ path, title: label }) => ({ value: path.join("."), label }))}
          onChange={(path) => choose(own.find((each) => each.path.join(".") === path))}
        />
      </div>
      <div className="what-if-range">
        {(["from", "to", "steps"] as const).map((name) => (
          <label key={name}>
            {name}
            <span className="input-frame">
              <input
                aria-label={`${title}: ${name}`}
                aria-invalid={error !== null}
                autoComplete="off"
                value={draft[name]}
                onChange={(event) => onChange({ ...draft, [name]: event.target.value })}
              />
            </span>
          </label>
        ))}
      </div>
      {error !== null && <p className="field-error">{error}</p>}
    </fieldset>
  );
}

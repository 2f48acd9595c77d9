import { Plus, Trash2 } from "lucide-react";
import type { z } from "zod";
import type { AlertAction } from "../../design/alerts/alert.ts";
import type { Json } from "../../design/document/schema.ts";
import { setIn } from "../../design/document/set-in.ts";
import { webAddress } from "../../design/kinds/webhook.ts";
import { ChoiceRow } from "../inspector/form/choice-row.tsx";
import { AddressApproval } from "../inspector/webhook-approval.tsx";
import { SettingsForm } from "../inspector/settings-form.tsx";
import { useDocument } from "../stores/document-store.ts";
import { Button } from "../ui/button.tsx";
import { alertsWords as words } from "../words/alerts.ts";
import { actionFields } from "./alert-fields.ts";
import { ACTION_TYPES, freshAction, targetOf, targetsFor, typeOf, withTarget, type ActionType } from "./alert-targets.ts";

interface ActionsFormProps {
  readonly id: string;
  readonly actions: readonly AlertAction[];
  readonly onChange: (actions: AlertAction[]) => void;
  readonly onSettle: () => void;
}

/** What an alert does when it fires, one action after the other. */
export function ActionsForm({ id, actions, onChange, onSettle }: ActionsFormProps) {
  const design = useDocument((document) => document.design);
  const write = (next: AlertAction[], settles = true): void => {
    onChange(next);
    if (settles) onSettle();
  };
  const another = ACTION_TYPES.map((type) => freshAction(type, design)).find((action) => action !== undefined);
  return (
    <fieldset className="field-group">
      <legend>{words.actions}</legend>
      {actions.length === 0 && <p className="group-help">{words.noActions}</p>}
      <ol className="list-items">
        {actions.map((action, index) => (
          // Actions have no identity of their own: their place is it.
          <li key={index} className="list-item">
            <div className="list-item-tools">
              <span>{index + 1}</span>
              <button type="button" aria-label={words.removeAction(index + 1)} onClick={() => write(actions.toSpliced(index, 1))}>
                <Trash2 size={13} aria-hidden="true" />
              </button>
            </div>
            <ActionForm id={`${id}-action-${index}`} action={action} onChange={(next, settles) => write(actions.with(index, next), settles)} onSettle={onSettle} />
          </li>
        ))}
      </ol>
      <Button size="small" icon={Plus} disabled={another === undefined || actions.length >= 20} onClick={() => another && write([...actions, another])}>
        {words.addAction}
      </Button>
    </fieldset>
  );
}

interface ActionFormProps {
  readonly id: string;
  readonly action: AlertAction;
  readonly onChange: (action: AlertAction, settles: boolean) => void;
  readonly onSettle: () => void;
}

function ActionForm({ id, action, onChange, onSettle }: ActionFormProps) {
  const design = useDocument((document) => document.design);
  const type = typeOf(action);
  const types = ACTION_TYPES.filter((each) => each === type || targetsFor(each, design).length > 0);
  const targets = targetsFor(type, design);
  const part = partOf(action);
  const address = action.notify?.url;
  return (
    <>
      <div className="form">
        <ChoiceRow id={`${id}-type`} title={words.does} help={words.doesHelp} value={type} options={types.map((each) => ({ value: each, label: words.actionTypes[each] }))} onChange={(next: ActionType) => onChange(freshAction(next, design) ?? action, true)} />
        <ChoiceRow id={`${id}-target`} title={type === "notify" ? words.to : words.target} help={type === "notify" ? words.toHelp : words.targetHelp} value={targetOf(action)} options={targets} onChange={(next) => onChange(withTarget(action, next), true)} />
        {action.scale && (
          <ChoiceRow
            id={`${id}-amount`}
            title={words.amount}
            help={words.amountHelp}
            value={action.scale.to === undefined ? "by" : "to"}
            options={[{ value: "by", label: words.amounts.by }, { value: "to", label: words.amounts.to }]}
            onChange={(way) => onChange({ scale: { node: action.scale?.node ?? "", ...(way === "by" ? { by: 1 } : { to: 4 }) } }, true)}
          />
        )}
      </div>
      {part && <Settings id={id} schema={actionFields(part)} action={action} onWrite={(next) => onChange(next, false)} onSettle={onSettle} />}
      {address !== undefined && <AddressApproval address={webAddress(address)} />}
    </>
  );
}

interface SettingsProps {
  readonly id: string;
  readonly schema: z.ZodObject;
  readonly action: AlertAction;
  readonly onWrite: (action: AlertAction) => void;
  readonly onSettle: () => void;
}

/** What is set of an action beside its target. */
function Settings({ id, schema, action, onWrite, onSettle }: SettingsProps) {
  const type = typeOf(action);
  const written = action[type] as Record<string, Json>;
  const settings = Object.fromEntries(Object.entries(written).filter(([key]) => key in schema.shape));
  return <SettingsForm key={`${type}/${Object.keys(schema.shape).join()}`} id={id} schema={schema} settings={settings} problemAt={() => null} onSettle={onSettle} onWrite={(path, value) => onWrite({ [type]: setIn(written, path, value, schema) } as AlertAction)} />;
}

/** Which fields an action has; none where its target is all there is to say. */
function partOf({ scale, openBreaker, shed, notify }: AlertAction): Parameters<typeof actionFields>[0] | undefined {
  if (scale) return scale.to === undefined ? "by" : "to";
  if (openBreaker) return "openBreaker";
  if (shed) return "shed";
  return notify?.url === undefined ? undefined : "address";
}

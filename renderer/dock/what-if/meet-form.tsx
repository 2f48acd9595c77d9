import { displayName } from "../../../design/document/display-name.ts";
import { MOST_REPLICAS } from "../../../engine/contract/what-if.ts";
import { commandContext } from "../../commands/context.ts";
import { useDocument } from "../../stores/document-store.ts";
import { useWhatIf, whatIfStore } from "../../stores/what-if-store.ts";
import { Select } from "../../ui/select.tsx";
import { askMeet } from "../../what-if/ask.ts";
import { AskButton } from "./ask-button.tsx";
import { whatIfWords } from "../../words/what-if.ts";

/** Asks for the fewest replicas that meet an SLO. */
export function MeetForm() {
  const slos = useDocument((document) => document.design.slos);
  const nodes = useDocument((document) => document.design.nodes);
  const draft = useWhatIf((whatIf) => whatIf.draft);
  const { edit } = whatIfStore.getState();
  const consumers = nodes.filter(({ kind }) => kind === "consumer");
  const slo = slos?.find(({ id }) => id === draft.slo) ?? slos?.[0];
  const consumer = consumers.find(({ id }) => id === draft.consumer) ?? consumers[0];
  if (!slo) return <p className="what-if-note">{whatIfWords.thisDesignHasNoSLOYet}</p>;
  if (!consumer) return <p className="what-if-note">{whatIfWords.thisDesignHasNoConsumerWhoseReplicas}</p>;
  const most = Number(draft.most);
  const error = Number.isInteger(most) && most >= 1 && most <= MOST_REPLICAS ? null : whatIfWords.aWholeNumberFrom1ToMOST(MOST_REPLICAS);
  return (
    <>
      <label className="what-if-field">
        {whatIfWords.sloToMeet}
        <Select label={whatIfWords.sloToMeet} value={slo.id} options={(slos ?? []).map(({ id, name }) => ({ value: id, label: name }))} onChange={(id) => edit({ slo: id })} />
      </label>
      <div className="what-if-pair">
        <label className="what-if-field">
          {whatIfWords.withReplicas}
          <Select label={whatIfWords.consumer} value={consumer.id} options={consumers.map((node) => ({ value: node.id, label: displayName(node) }))} onChange={(id) => edit({ consumer: id })} />
        </label>
        <label className="what-if-field">
          {whatIfWords.atMost}
          <span className="input-frame">
            <input aria-label={whatIfWords.mostReplicas} inputMode="numeric" autoComplete="off" aria-invalid={error !== null} value={draft.most} onChange={(event) => edit({ most: event.target.value })} />
          </span>
        </label>
      </div>
      {error !== null && <p className="field-error">{error}</p>}
      <AskButton text={whatIfWords.findTheFewest} problem={null} disabled={error !== null} onAsk={() => askMeet(commandContext, { slo: slo.id, node: consumer.id, most })} />
    </>
  );
}

import { swappable } from "../../../design/swap/swap-channel.ts";
import { commandContext } from "../../commands/context.ts";
import { useDocument } from "../../stores/document-store.ts";
import { useWhatIf, whatIfStore } from "../../stores/what-if-store.ts";
import { Select } from "../../ui/select.tsx";
import { askSwap } from "../../what-if/ask.ts";
import { AskButton } from "./ask-button.tsx";
import { whatIfWords } from "../../words/what-if.ts";

/** Asks what another broker in place of a channel would do to the same load. */
export function SwapForm() {
  const design = useDocument((document) => document.design);
  const chosen = useWhatIf((whatIf) => whatIf.draft.channel);
  const channels = swappable(design);
  const channel = channels.find(({ id }) => id === chosen) ?? channels[0];
  if (!channel) return <p className="what-if-note">{whatIfWords.drawAQueueATopic}</p>;
  return (
    <>
      <label className="what-if-field">
        {whatIfWords.inPlace}
        <Select label={whatIfWords.channelToSwap} value={channel.id} options={channels.map(({ id, name }) => ({ value: id, label: name }))} onChange={(id) => whatIfStore.getState().edit({ channel: id })} />
      </label>
      <p className="what-if-note">{whatIfWords.theSameSeedAndLoad}</p>
      <AskButton text={whatIfWords.compareBrokers} problem={null} disabled={false} onAsk={() => askSwap(commandContext, channel)} />
    </>
  );
}

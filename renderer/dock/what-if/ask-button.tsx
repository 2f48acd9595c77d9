import { X } from "lucide-react";
import { commandContext } from "../../commands/context.ts";
import { tellFailure } from "../../commands/perform.ts";
import { lengthName } from "../../run/run-lengths.ts";
import { useRun } from "../../stores/run-store.ts";
import { useWhatIf, whatIfStore } from "../../stores/what-if-store.ts";
import { Button } from "../../ui/button.tsx";
import { Select } from "../../ui/select.tsx";
import { cancelQuestion } from "../../what-if/ask.ts";
import { whatIfWords } from "../../words/what-if.ts";

const LENGTHS_MS = [10_000, 60_000, 600_000, 3_600_000];

export interface AskButtonProps {
  readonly text: string;
  /** Why it cannot be asked; null when it can. */
  readonly problem: string | null;
  readonly disabled: boolean;
  readonly onAsk: () => Promise<void>;
}

/** How long each forecast is, and the button that asks; while it is being answered, how far it is and the way out. */
export function AskButton({ text, problem, disabled, onAsk }: AskButtonProps) {
  const forMs = useWhatIf((whatIf) => whatIf.draft.forMs);
  const asked = useWhatIf((whatIf) => whatIf.asked);
  const connected = useRun(({ connection }) => connection.status === "connected");
  const tell = (error: unknown) => tellFailure(error, commandContext);
  const isAsking = asked?.status === "asking";
  const done = asked ? { sweep: asked.points, meet: asked.trials, swap: asked.outcomes }[asked.kind].length : 0;
  return (
    <div className="what-if-ask">
      <Select
        label={whatIfWords.lengthOfEachForecast}
        value={String(forMs)}
        options={LENGTHS_MS.map((ms) => ({ value: String(ms), label: whatIfWords.overValue(lengthName(ms)) }))}
        onChange={(value) => whatIfStore.getState().edit({ forMs: Number(value) })}
      />
      {isAsking ? (
        <Button icon={X} onClick={() => void cancelQuestion(commandContext).catch(tell)}>
          {whatIfWords.cancel}
        </Button>
      ) : (
        <Button variant="primary" disabled={disabled || problem !== null || !connected} onClick={() => void onAsk().catch(tell)}>
          {text}
        </Button>
      )}
      {isAsking && (
        <div className="what-if-progress" role="progressbar" aria-label={whatIfWords.forecastsDone} aria-valuemin={0} aria-valuemax={asked.total || undefined} aria-valuenow={done}>
          <i style={{ width: asked.total > 0 ? `${(done / asked.total) * 100}%` : "100%" }} data-endless={asked.total === 0} />
        </div>
      )}
      {problem !== null && <p className="field-error">{problem}</p>}
    </div>
  );
}

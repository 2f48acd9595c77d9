import { Slider } from "radix-ui";
import { commandContext } from "../commands/context.ts";
import { tellFailure } from "../commands/perform.ts";
import { formatSpeed } from "../../design/words/numbers.ts";
import { setSpeed } from "../run/run-actions.ts";
import { SPEEDS, speedAt, speedStep } from "../run/speeds.ts";
import { isActive } from "../stores/run-state.ts";
import { useRun } from "../stores/run-store.ts";
import { Tip } from "../ui/tip.tsx";
import { topBarWords } from "../words/top-bar.ts";

/** How fast design time passes, from a tenth to ten times; a click on the number goes back to real time. */
export function SpeedSlider() {
  const speed = useRun(({ run, options }) => (isActive(run) ? (run?.speed ?? 1) : options.speed));

  function change(next: number): void {
    setSpeed(commandContext, next).catch((error: unknown) => tellFailure(error, commandContext));
  }

  return (
    <div className="speed">
      <Tip text={topBarWords.backToRealTime1}>
        <button type="button" className="speed-label" aria-label={topBarWords.speedSpeedBackToRealTime(formatSpeed(speed))} onClick={() => change(1)}>
          <span className="speed-word">{topBarWords.speed}</span> <b>{formatSpeed(speed)}</b>
        </button>
      </Tip>
      <Slider.Root
        className="slider"
        min={0}
        max={SPEEDS.length - 1}
        step={1}
        value={[speedStep(speed)]}
        onValueChange={([step]) => step !== undefined && change(speedAt(step))}
      >
        <Slider.Track className="slider-track">
          <Slider.Range className="slider-range" />
        </Slider.Track>
        <Slider.Thumb className="slider-thumb" aria-label={topBarWords.speed} aria-valuetext={formatSpeed(speed)} />
      </Slider.Root>
    </div>
  );
}

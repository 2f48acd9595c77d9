import { ChevronLast, Pause, Play, Square, StepForward, type LucideIcon } from "lucide-react";
import { useCommand, type CommandView } from "../commands/use-command.ts";
import { isActive } from "../stores/run-state.ts";
import { useRun } from "../stores/run-store.ts";
import { Button, type ButtonProps } from "../ui/button.tsx";
import { Tip } from "../ui/tip.tsx";
import { topBarWords } from "../words/top-bar.ts";

/** Run or Stop, Pause or Resume, Step; a forecast can also be taken to its end. */
export function RunButtons() {
  const active = useRun(({ run }) => isActive(run));
  const paused = useRun(({ run }) => run?.phase === "paused");
  const forecast = useRun(({ run, options }) => (isActive(run) ? run?.mode : options.mode) === "forecast");
  const start = useCommand("run.start");
  const stop = useCommand("run.stop");
  const pause = useCommand("run.pause");
  const resume = useCommand("run.resume");
  const step = useCommand("run.step");
  const finish = useCommand("run.finish");
  return (
    <>
      {active ? (
        <CommandButton command={stop} icon={Square} variant="danger" tip={topBarWords.endTheRunNow} />
      ) : (
        <CommandButton command={start} icon={Play} variant="primary" tip={topBarWords.runThisDesign} />
      )}
      {paused ? (
        <CommandButton command={resume} icon={Play} tip={topBarWords.goOn} text="wide" />
      ) : (
        <CommandButton command={pause} icon={Pause} tip={topBarWords.holdEverythingStill} text="wide" />
      )}
      <CommandButton command={step} icon={StepForward} tip={active ? topBarWords.letTheNextThingHappen : topBarWords.beginPausedToBeSteppedThrough} text="wide" />
      {forecast && <CommandButton command={finish} icon={ChevronLast} tip={topBarWords.computeTheRestAtOnce} short={topBarWords.end} text="wide" />}
    </>
  );
}

/** Which buttons lose their text first when the window is narrow. */
type Priority = "always" | "wide";

interface CommandButtonProps {
  readonly command: CommandView;
  readonly icon: LucideIcon;
  readonly tip: string;
  readonly variant?: ButtonProps["variant"];
  readonly short?: string;
  readonly text?: Priority;
}

function CommandButton({ command, icon, tip, variant = "plain", short, text = "always" }: CommandButtonProps) {
  return (
    <Tip text={tip} shortcut={command.shortcut}>
      <Button className="run-button" variant={variant} icon={icon} aria-label={command.label} aria-disabled={!command.enabled} onClick={command.perform}>
        <span data-text={text}>{short ?? command.label}</span>
      </Button>
    </Tip>
  );
}

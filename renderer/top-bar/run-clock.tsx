import { ChevronDown } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import { useEffect, useRef } from "react";
import { formatClock, formatLength } from "../format/clock.ts";
import { EACH_STANDS_FOR, eachStandsForName } from "../run/each-stands-for.ts";
import { RUN_LENGTHS, lengthName } from "../run/run-lengths.ts";
import { frames } from "../stores/frames.ts";
import { isActive } from "../stores/run-state.ts";
import { runStore, useRun } from "../stores/run-store.ts";
import { topBarWords } from "../words/top-bar.ts";
import "../ui/menu.css";

/** Design time since the run began, and how long producers are to produce. */
export function RunClock() {
  return (
    <div className="run-clock">
      <ClockDigits />
      <LengthMenu />
    </div>
  );
}

/** Written straight into the page ten times a second; React only knows that it is there. */
function ClockDigits() {
  const digits = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    function write(): void {
      const { run } = runStore.getState();
      const atMs = isActive(run) ? Math.max(run?.atMs ?? 0, frames.latest()?.atMs ?? 0) : (run?.atMs ?? 0);
      const text = formatClock(atMs);
      if (digits.current && digits.current.textContent !== text) digits.current.textContent = text;
    }
    write();
    const ends = [frames.subscribeFrames(write), runStore.subscribe(write)];
    return () => ends.forEach((end) => end());
  }, []);
  return <span ref={digits} className="clock-digits" role="timer" aria-label={topBarWords.runClock} />;
}

function LengthMenu() {
  const forMs = useRun(({ run, options }) => (isActive(run) ? (run?.forMs ?? null) : options.forMs));
  const active = useRun(({ run }) => isActive(run));
  const phase = useRun(({ run }) => run?.phase);
  const { mode, audit, eachStandsFor = 1 } = useRun(({ options }) => options);
  if (active && (phase === "draining" || phase === "starting" || phase === "stopping")) return <span className="clock-phase">{phase}</span>;
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger className="clock-length" disabled={active}>
        <span className="visually-hidden">{topBarWords.runLength} </span>
        {forMs === null ? topBarWords.noEnd : topBarWords.ofLength(formatLength(forMs))}
        {!active && <ChevronDown size={12} aria-hidden="true" />}
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu" align="end" sideOffset={6}>
          <DropdownMenu.Label className="menu-note">{topBarWords.producersProduce}</DropdownMenu.Label>
          <DropdownMenu.RadioGroup
            value={String(forMs)}
            onValueChange={(value) => runStore.getState().setOptions({ forMs: value === "null" ? null : Number(value) })}
          >
            {RUN_LENGTHS.map((length) => (
              <DropdownMenu.RadioItem key={String(length)} value={String(length)} className="menu-item">
                {lengthName(length)}
                <DropdownMenu.ItemIndicator className="menu-item-end">✓</DropdownMenu.ItemIndicator>
              </DropdownMenu.RadioItem>
            ))}
          </DropdownMenu.RadioGroup>
          {mode === "forecast" && <CoarsenessItems chosen={eachStandsFor} />}
          <DropdownMenu.Separator className="menu-separator" />
          <DropdownMenu.CheckboxItem className="menu-item" checked={audit} disabled={mode !== "live"} onCheckedChange={(on) => runStore.getState().setOptions({ audit: on })}>
            <span className="menu-item-text">
              {topBarWords.audit}
              <small>{mode === "live" ? topBarWords.auditCost : topBarWords.auditIsForLiveRuns}</small>
            </span>
            <DropdownMenu.ItemIndicator className="menu-item-end">✓</DropdownMenu.ItemIndicator>
          </DropdownMenu.CheckboxItem>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

/** How many events each one of the forecast stands for (rule F6). */
function CoarsenessItems({ chosen }: { readonly chosen: number | "auto" }) {
  return (
    <>
      <DropdownMenu.Separator className="menu-separator" />
      <DropdownMenu.Label className="menu-note">{topBarWords.eachSimulatedEventStandsFor}</DropdownMenu.Label>
      <DropdownMenu.RadioGroup
        value={String(chosen)}
        onValueChange={(value) => runStore.getState().setOptions({ eachStandsFor: value === "auto" ? value : Number(value) })}
      >
        {EACH_STANDS_FOR.map((value) => (
          <DropdownMenu.RadioItem key={value} value={String(value)} className="menu-item">
            {eachStandsForName(value)}
            <DropdownMenu.ItemIndicator className="menu-item-end">✓</DropdownMenu.ItemIndicator>
          </DropdownMenu.RadioItem>
        ))}
      </DropdownMenu.RadioGroup>
    </>
  );
}

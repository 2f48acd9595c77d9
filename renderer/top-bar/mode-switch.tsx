import type { Mode } from "../../engine/contract/run.ts";
import { isActive } from "../stores/run-state.ts";
import { runStore, useRun } from "../stores/run-store.ts";
import { Segmented } from "../ui/segmented.tsx";
import { topBarWords } from "../words/top-bar.ts";

const OPTIONS: readonly { value: Mode; label: string; title: string }[] = [
  { value: "live", label: topBarWords.live, title: topBarWords.runOnARealRedisInReal },
  { value: "forecast", label: topBarWords.forecast, title: topBarWords.simulateInVirtualTime },
];

/** Live or Forecast; while a run is on it says which it is. */
export function ModeSwitch() {
  const chosen = useRun(({ options }) => options.mode);
  const running = useRun(({ run }) => (isActive(run) ? run?.mode : undefined));
  return (
    <Segmented
      label={topBarWords.howToRun}
      value={running ?? chosen}
      options={OPTIONS}
      disabled={running !== undefined}
      onChange={(mode) => runStore.getState().setOptions({ mode })}
    />
  );
}

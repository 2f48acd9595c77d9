import { describe, expect, it, vi } from "vitest";
import { createRefusalWatch } from "./refusal-watch.ts";

function failing(attempt: number) {
  return { status: "reconnecting", attempt, delayMs: 250 } as const;
}

async function tell(served: readonly boolean[]): Promise<number> {
  const answers = [...served];
  const onRefused = vi.fn<() => void>();
  const watch = createRefusalWatch(async () => answers.shift() ?? false, onRefused);
  for (let attempt = 1; attempt <= served.length + 1; attempt += 1) {
    watch(failing(attempt));
    await Promise.resolve();
  }
  return onRefused.mock.calls.length;
}

describe("refusal", () => {
  it("is told once when the page is served and the engine lets nobody in", async () => {
    expect(await tell([true, true, true, true])).toBe(1);
  });

  it("is not told while the server is away, nor when it has only just come back", async () => {
    expect(await tell([false, false, false])).toBe(0);
    expect(await tell([true, false, true, false])).toBe(0);
  });
});

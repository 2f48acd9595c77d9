import { defineConfig } from "vitest/config";

const unit = ["design/**/*.test.ts", "engine/**/*.test.ts", "electron/**/*.test.ts"];

const setupFiles = ["tests/support/fast-check.ts"];

/** Four projects: what needs no process, the screen's parts, what needs a real Redis, what needs a real browser. */
export default defineConfig({
  test: {
    projects: [
      { test: { name: "unit", setupFiles, include: [...unit, "tests/arch/**/*.test.ts"], environment: "node" } },
      { test: { name: "screen", setupFiles, include: ["renderer/**/*.test.{ts,tsx}"], environment: "happy-dom" } },
      {
        test: {
          name: "real",
          setupFiles,
          // After what needs no machine of its own: real time is measured here.
          sequence: { groupOrder: 1 },
          retry: 2,
          include: ["tests/contract/**/*.test.ts", "tests/integration/**/*.test.ts"],
          globalSetup: ["tests/support/build.ts"],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: "e2e",
          setupFiles,
          sequence: { groupOrder: 2 },
          retry: 2,
          include: ["tests/e2e/**/*.test.ts"],
          globalSetup: ["tests/support/build.ts"],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          fileParallelism: false,
        },
      },
      // It needs a RabbitMQ: only when it is asked for by name.
      ...(process.argv.includes("fidelity") ? [{ test: { name: "fidelity", setupFiles, include: ["tests/fidelity/**/*.test.ts"], testTimeout: 300_000, hookTimeout: 90_000, fileParallelism: false } }] : []),
    ],
  },
});

import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

const unit = ["design/**/*.test.ts", "engine/**/*.test.ts", "electron/**/*.test.ts"];

/** Forecasts of the designs that come with the product: neither real time nor Redis. */
const designs = ["tests/contract/example-kinds.test.ts", "tests/contract/lessons.test.ts", "tests/contract/templates.test.ts"];

/** They look into a Redis of their own, which they break or wear out, or at no live run. */
const ownRedis = ["tests/contract/chaos-redis.test.ts", "tests/contract/chaos-zones.test.ts", "tests/contract/limits.test.ts", "tests/contract/on-redis.test.ts", "tests/contract/machine.test.ts", "tests/contract/forecast.test.ts"];

const setupFiles = ["tests/support/fast-check.ts"];

/** Vitest would leave one core idle. */
const maxWorkers = availableParallelism();

/** What starts processes and kills them, and waits rather than measures: some files at a time do not disturb each other. */
const patient = [
  "abandoned-runs", "bullmq-project", "chaos-host-death", "cli-export", "cli-forecast", "cli-refusals", "cli-run", "cli-serve", "cli-swap-live", "cli-sweep", "cluster", "discover", "embedded-redis", "forecast-thread", "host-serve", "host-workers", "hostile-worker", "idempotence-kills", "kills", "logs", "packaging", "power-loss", "prometheus", "publish", "redrive", "remote-calls", "remote-worker", "sandbox", "secure-redis", "sentinel", "set-up", "stage-kills", "topic-kills", "traces", "zones",
].map((name) => `tests/integration/${name}.test.ts`);

/** Long proofs of what shorter ones prove in part: `npm run test:slow`. */
const slow = ["ordeal", "worker-machines"].map((name) => `tests/integration/${name}.test.ts`);

/**
 * Five projects: what needs no process, the screen's parts, what starts processes, what measures real time on a real Redis, what needs
 * a real browser.
 */
export default defineConfig({
  test: {
    projects: [
      { test: { name: "unit", setupFiles, maxWorkers, include: [...unit, ...designs, "tests/arch/**/*.test.ts"], environment: "node", testTimeout: 20_000 } },
      { test: { name: "screen", setupFiles, maxWorkers, include: ["renderer/**/*.test.{ts,tsx}"], environment: "happy-dom", testTimeout: 20_000 } },
      {
        test: {
          name: "process",
          setupFiles,
          // They wait more than they work.
          maxWorkers: maxWorkers + 2,
          sequence: { groupOrder: 1 },
          retry: 2,
          include: [...patient, "tests/security/*.test.ts"],
          globalSetup: ["tests/support/build.ts"],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: "real",
          setupFiles,
          // After what needs no machine of its own: real time is measured here.
          sequence: { groupOrder: 2 },
          retry: 2,
          include: ["tests/contract/**/*.test.ts", "tests/integration/**/*.test.ts"],
          exclude: [...patient, ...slow, ...designs],
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
          sequence: { groupOrder: 3 },
          retry: 2,
          include: ["tests/e2e/**/*.test.ts"],
          globalSetup: ["tests/support/build.ts"],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          maxWorkers,
        },
      },
      // The contract, and failures of masters, on a real cluster: only when it is asked for by name.
      ...(process.argv.includes("cluster") ? [{ test: { name: "cluster", setupFiles, retry: 2, include: ["tests/contract/**/*.test.ts", "tests/cluster/**/*.test.ts"], exclude: [...designs, ...ownRedis], globalSetup: ["tests/support/build.ts", "tests/support/cluster-setup.ts"], testTimeout: 120_000, hookTimeout: 90_000, fileParallelism: false } }] : []),
      ...(process.argv.includes("slow") ? [{ test: { name: "slow", setupFiles, retry: 2, include: slow, globalSetup: ["tests/support/build.ts"], testTimeout: 120_000, hookTimeout: 60_000, fileParallelism: false } }] : []),
      // It needs a RabbitMQ: only when it is asked for by name.
      ...(process.argv.includes("fidelity") ? [{ test: { name: "fidelity", setupFiles, include: ["tests/fidelity/**/*.test.ts"], testTimeout: 300_000, hookTimeout: 90_000, fileParallelism: false } }] : []),
    ],
  },
});

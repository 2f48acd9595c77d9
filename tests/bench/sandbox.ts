import { handlerOf } from "../../engine/sandbox/sandbox.ts";
import { report, ratioOfPairs } from "./output.ts";

/** Handlers called in a round; every round is one pair. */
const CALLS = 20_000;
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5);

const CODE = "(event) => ({ ...event.data, total: event.data.lines.reduce((sum, line) => sum + line.price * line.pieces, 0) })";
const event = { id: "e0000000000000001", type: "order", key: "k1", priority: 0, headers: {}, data: { order: 1, lines: [{ price: 3, pieces: 2 }, { price: 4, pieces: 1 }] } };

const sandboxed: number[] = [];
const plain: number[] = [];
for (let round = 0; round < ROUNDS; round++) {
  sandboxed.push(rate(inSandbox()));
  plain.push(rate(inProcess()));
}
report("sandbox-handlers", { unit: "handlers/s", sandboxed, sameCodeInThisProcess: plain, ratio: ratioOfPairs(sandboxed, plain), calls: CALLS });
process.exit();

function inSandbox(): () => void {
  const handle = handlerOf(CODE);
  return () => {
    const handled = handle({ event, timeMs: 1, high: 1, low: 2 });
    if (handled.type !== "done") throw new Error(handled.message);
  };
}

/** The same function as this process runs it, with the event copied in and out as JSON. */
function inProcess(): () => void {
  return () => {
    const { data } = JSON.parse(JSON.stringify(event)) as typeof event;
    JSON.parse(JSON.stringify({ ...data, total: data.lines.reduce((sum, line) => sum + line.price * line.pieces, 0) }));
  };
}

function rate(once: () => void): number {
  for (let n = 0; n < 500; n++) once();
  const start = performance.now();
  for (let n = 0; n < CALLS; n++) once();
  return (CALLS * 1000) / (performance.now() - start);
}

import { ordeal } from "./ordeal.ts";
import { scheduleOf } from "./schedule.ts";
import { tableOf } from "./table.ts";

/** `node scripts/soak.mjs --hand-off`: the same blows with ids remembered and forgotten (rule E2), workers frozen past their locks among them. */
const { kills, seed, rate, every } = JSON.parse(process.argv[2] ?? "{}") as { kills: number; seed: number; rate: number; every: number };

// More are frozen than in a soak: every fifth.
const schedule = scheduleOf(seed, kills, every * 1000).map((blow, n) => (n % 5 === 4 ? { ...blow, victim: "freeze" as const } : blow));
const options = { schedule, ratePerSecond: rate, appendFsync: "always" as const, tell: (line: string) => console.log(line) };
const ordeals = await Promise.all([false, true].map(async (forgetsIds) => [forgetsIds ? "ids forgotten" : "ids remembered", await ordeal({ ...options, forgetsIds })] as const));
console.log(`\n${tableOf(ordeals)}`);

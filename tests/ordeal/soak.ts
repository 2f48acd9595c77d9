import { ordeal } from "./ordeal.ts";
import { scheduleOf } from "./schedule.ts";
import { tableOf } from "./table.ts";

/** `node scripts/soak.mjs`: kills workers, zones, the load process and Redis at random under load, with either way of syncing side by side. */
const { kills, seed, rate, every } = JSON.parse(process.argv[2] ?? "{}") as { kills: number; seed: number; rate: number; every: number };

const options = { schedule: scheduleOf(seed, kills, every * 1000), ratePerSecond: rate, tell: (line: string) => console.log(line) };
const ordeals = await Promise.all((["always", "everysec"] as const).map(async (appendFsync) => [`\`${appendFsync}\``, await ordeal({ ...options, appendFsync })] as const));
console.log(`\n${tableOf(ordeals)}\n`);
for (const [name, { report }] of ordeals) if (report.audit?.differences.length) console.log(name, JSON.stringify(report.audit.differences));
const [, { report }] = ordeals[0] as (typeof ordeals)[number];
const isWhole = report.ended === "drained" && report.ledger.lost === 0 && report.audit?.lost.count === 0 && report.audit.duplicated.count === report.ledger.duplicated;
console.log(isWhole ? "With always: nothing was lost, what was duplicated was counted by id, and the run went on by itself." : "With always: NOT as it should be.");
process.exitCode = isWhole ? 0 : 1;

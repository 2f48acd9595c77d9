import { databaseOf } from "../../../design/kinds/database.ts";
import { meanOf } from "../../../design/kinds/distribution.ts";
import type { SettingsOf } from "../../../design/kinds/registry.ts";
import { formatCount, formatRate, formatTime } from "../../../design/words/numbers.ts";
import { isFailing } from "../model/node-state.ts";
import { defineFace, toned } from "./face.ts";

type Settings = SettingsOf<"database">;

const NAMES = { postgresql: "PostgreSQL", mongodb: "MongoDB", cassandra: "Cassandra" } as const;

/** How many of its connections are in use, and how much it answers. Says that it is a model. */
export const databaseFace = defineFace<Settings>({
  detail: (settings) => NAMES[settings.flavor],
  gist: (settings) => {
    const { readTime, writeTime, consistency, pool, partitions, replicationFactor } = databaseOf(settings);
    const size = partitions === 1 ? formatCount(pool) : `${formatCount(partitions)} × ${formatCount(pool)}`;
    const copies = replicationFactor === 1 ? "" : ` · ${consistency} of ${formatCount(replicationFactor)}`;
    return `model · pool ${size}${copies === "" ? ` · ${formatTime(meanOf(readTime))} / ${formatTime(meanOf(writeTime))}` : copies}`;
  },
  labels: ["pool", "answers"],
  readings: ({ frame, activity }) => [
    toned(`${formatCount(frame.inFlight)}/${formatCount(frame.capacity)}`, "pool", frame.utilization >= 0.95 ? "warning" : "plain"),
    toned(formatRate(frame.outPerSecond), "answers", isFailing(frame, activity) ? "bad" : "plain"),
  ],
  sparkline: "utilization",
});

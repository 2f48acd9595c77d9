import type { RedisSide } from "../redis/redis-side.ts";
import type { Crew, Member } from "./crew.ts";
import type { GroupHost } from "./group-host.ts";
import type { FromProcess } from "./messages.ts";

/** The longest wait for the processes to say what comes next, ms. */
const ANSWER_MS = 2000;

/** What would happen next in a run that is paused, at a design time, and how to let it. */
export interface NextThing {
  readonly atMs: number;
  readonly fire: () => Promise<void>;
}

/** Who may know of something that comes. */
interface Asked {
  readonly crew: Crew;
  readonly groups: GroupHost;
  readonly redis: RedisSide;
  readonly designMs: number;
  readonly everyMember: (type: FromProcess["type"], withinMs: number, onAnswer: (member: Member, message: FromProcess) => void) => Promise<void>;
}

/** The next thing that would happen in the run (rule V1): a timer of a process, a session's end, or a backoff that ends. */
export async function nextThing({ crew, groups, redis, designMs, everyMember }: Asked): Promise<NextThing | undefined> {
  const candidates: NextThing[] = [];
  const answered = everyMember("next", ANSWER_MS, (member, message) => {
    if (message.type === "next" && message.atMs !== null) candidates.push({ atMs: message.atMs, fire: async () => member.process?.send({ type: "fire-next" }) });
  });
  crew.broadcast({ type: "ask-next" });
  await answered.catch(() => {});
  const session = groups.clock.nextMs();
  if (session !== Number.POSITIVE_INFINITY) candidates.push({ atMs: session, fire: async () => void groups.clock.fireNext() });
  const due = await redis.nextDue();
  if (due) candidates.push({ atMs: designMs + due.waitMs, fire: due.release });
  return candidates.toSorted((a, b) => a.atMs - b.atMs)[0];
}

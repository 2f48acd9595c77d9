import type { PlaceNow } from "../metrics/place-totals.ts";
import type { Place, Wiring } from "./wiring.ts";

/** What a topic tells of each of its groups: events of each partition that it has not committed. */
type Lags = Readonly<Record<string, readonly number[]>>;

/** The channels and topics that a consumer reads. */
export function readBy(wiring: Wiring, consumer: Place): Place[] {
  const queues = wiring.readings.filter((reading) => reading.consumer === consumer).map((reading) => reading.channel);
  const topics = [...wiring.flow.logs.values()].filter((log) => log.readers.some(({ node }) => node === consumer.id)).map((log) => wiring.node(log.node));
  return [...new Set([...queues, ...topics])];
}

/** Events that a consumer has before it: those that wait in its channels or are in its hands, and its group's lag at its topics (rule T4). */
export function lagOf(wiring: Wiring, consumer: Place, now: (place: number) => PlaceNow & { readonly lag?: Lags }): number {
  const group = groupOf(consumer);
  return readBy(wiring, consumer).reduce((sum, place) => {
    const { depth, inFlight, lag } = now(place.index);
    if (lag === undefined) return sum + depth + inFlight;
    return sum + (lag[group] ?? []).reduce((events, partition) => events + partition, 0);
  }, 0);
}

function groupOf({ id, node }: Place): string {
  return (node?.kind === "consumer" ? node.settings.group : undefined) ?? id;
}

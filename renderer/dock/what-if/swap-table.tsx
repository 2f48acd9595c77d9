import { TriangleAlert } from "lucide-react";
import type { SwapOutcome } from "../../../engine/contract/swap.ts";
import { formatCount, formatExactCount, formatShare, formatTime, NO_NUMBER } from "../../../design/words/numbers.ts";
import type { Asked } from "../../stores/what-if-store.ts";
import { whatIfWords } from "../../words/what-if.ts";

type Result = NonNullable<SwapOutcome["result"]>;

interface Row {
  readonly title: string;
  readonly write: (result: Result) => string;
  /** True where it is something to worry about. */
  readonly bad?: (result: Result) => boolean;
}

const NAMES = { queue: whatIfWords.workQueue, topic: whatIfWords.topic, exchange: whatIfWords.exchangeAQueueEach } as const;

const ROWS: readonly Row[] = [
  {
    title: whatIfWords.completedOutOfOrder,
    write: ({ order }) => (order.completed === 0 ? "no keys" : `${formatExactCount(order.violations)} (${formatShare(order.violations / order.completed)})`),
    bad: ({ order }) => order.violations > 0,
  },
  { title: whatIfWords.keysOutOfOrder, write: ({ order }) => (order.keys === 0 ? NO_NUMBER : `${formatCount(order.keysBroken)} of ${formatCount(order.keys)}`), bad: ({ order }) => order.keysBroken > 0 },
  { title: whatIfWords.executedTwice, write: ({ duplicated }) => formatExactCount(duplicated), bad: ({ duplicated }) => duplicated > 0 },
  { title: whatIfWords.lost, write: ({ lost }) => formatExactCount(lost), bad: ({ lost }) => lost > 0 },
  { title: whatIfWords.deadLetteredOrFailed, write: ({ deadLettered, failed }) => formatExactCount(deadLettered + failed) },
  { title: whatIfWords.produced, write: ({ produced }) => formatExactCount(produced) },
  { title: whatIfWords.copiesForFurtherReaders, write: ({ copies }) => formatExactCount(copies) },
  { title: whatIfWords.delivered, write: ({ delivered }) => formatExactCount(delivered) },
  { title: whatIfWords.waitP50P95P99, write: ({ waitMs }) => [waitMs.p50, waitMs.p95, waitMs.p99].map(formatTime).join(" / ") },
  { title: whatIfWords.endToEndP50P95P99, write: ({ endToEndMs }) => [endToEndMs.p50, endToEndMs.p95, endToEndMs.p99].map(formatTime).join(" / ") },
];

/** What the same load did with each broker, side by side. */
export function SwapTable({ asked }: { readonly asked: Asked }) {
  const { outcomes } = asked;
  return (
    <section className="what-if-swap scroll" aria-label={whatIfWords.result} tabIndex={0}>
      <table className="table what-if-table">
        <caption>{whatIfWords.inPlaceOfSubject(asked.subject)}</caption>
        <thead>
          <tr>
            <th scope="col">{whatIfWords.sameSeedAndLoad}</th>
            {outcomes.map(({ semantics }) => (
              <th key={semantics} scope="col" className="number">
                {NAMES[semantics]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {ROWS.map(({ title, write, bad }) => (
            <tr key={title}>
              <th scope="row">{title}</th>
              {outcomes.map(({ semantics, result }) => (
                <td key={semantics} className="number" data-tone={result && bad?.(result) ? "warn" : undefined}>
                  {result ? write(result) : NO_NUMBER}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <ul className="what-if-remarks">
        {outcomes.flatMap(({ semantics, refused, leftOut, withoutPriority, result }) =>
          [
            ...(refused === null ? [] : [refused]),
            ...leftOut.map((title) => whatIfWords.doesNotKnowTheChannelsSettingTitle(title)),
            ...withoutPriority.map((name) => whatIfWords.leavesOutThePriorityOfName(name)),
            ...(result?.unstable ?? []),
          ].map((why) => (
            <li key={`${semantics}/${why}`}>
              <TriangleAlert size={13} data-tone="warn" aria-hidden="true" />
              {NAMES[semantics]}: {why}
            </li>
          )),
        )}
      </ul>
    </section>
  );
}

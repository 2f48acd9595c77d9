import { sameJson } from "./same-json.ts";

/** Something with an id in one of the document's lists. */
export interface DocumentRecord {
  readonly id: string;
}

/** A record and its place in the list it is in. */
export interface Placed<R> {
  readonly index: number;
  readonly record: R;
}

/**
 * What changed in one of the document's lists. `added` has places in the list after the change, `removed` in the one
 * before it, so that undoing restores the order. A record that moved is in both. `presence` is there when an
 * optional list appears or goes: whether it was written before, and after.
 */
export interface RecordsDiff<R> {
  readonly added: readonly Placed<R>[];
  readonly removed: readonly Placed<R>[];
  readonly updated: readonly (readonly [before: R, after: R])[];
  readonly presence?: readonly [before: boolean, after: boolean];
}

type List<R> = readonly R[] | undefined;

const NONE: RecordsDiff<never> = { added: [], removed: [], updated: [] };

/** No change. */
export function noRecordsDiff<R>(): RecordsDiff<R> {
  return NONE;
}

export function isEmptyRecordsDiff(diff: RecordsDiff<unknown>): boolean {
  return diff.added.length === 0 && diff.removed.length === 0 && diff.updated.length === 0 && diff.presence === undefined;
}

/** What leads from one list to the other. Records that say the same are not changes, even when they are not identical. */
export function diffRecords<R extends DocumentRecord>(before: List<R>, after: List<R>): RecordsDiff<R> {
  if (before === after) return NONE;
  const [old, recent] = [keyed(before), keyed(after)];
  const kept = new Set<string>();
  const updated: (readonly [R, R])[] = [];
  let last = -1;
  for (const [key, { record }] of recent) {
    const match = old.get(key);
    if (match === undefined || match.index < last) continue;
    const same = match.record === record || sameJson(match.record, record);
    // An id that is used twice cannot tell which record to update: those are replaced by place.
    if (!same && key !== record.id) continue;
    last = match.index;
    kept.add(key);
    if (!same) updated.push([match.record, record]);
  }
  const others = (list: Map<string, Placed<R>>) => [...list].flatMap(([key, placed]) => (kept.has(key) ? [] : [placed]));
  return { added: others(recent), removed: others(old), updated, ...presenceOf(before !== undefined, after !== undefined) };
}

/** The list after a change. Untouched records keep their identity; an untouched list is handed back itself. */
export function applyRecordsDiff<R extends DocumentRecord>(list: R[] | undefined, diff: RecordsDiff<R>): R[] | undefined {
  if (isEmptyRecordsDiff(diff)) return list;
  const gone = new Set(diff.removed.map((placed) => placeOf(list ?? [], placed)));
  const changes = new Map(diff.updated.map(([, after]) => [after.id, after]));
  const result = (list ?? [])
    .filter((_, index) => !gone.has(index))
    .map((record) => {
      const change = changes.get(record.id);
      changes.delete(record.id);
      return change ?? record;
    });
  for (const { index, record } of byIndex(diff.added)) result.splice(index, 0, record);
  return result.length === 0 && diff.presence?.[1] === false ? undefined : result;
}

/** The change back. */
export function invertRecordsDiff<R>(diff: RecordsDiff<R>): RecordsDiff<R> {
  return {
    added: diff.removed,
    removed: diff.added,
    updated: diff.updated.map(([before, after]) => [after, before] as const),
    ...(diff.presence === undefined ? {} : { presence: [diff.presence[1], diff.presence[0]] as const }),
  };
}

/** One change that does what the two do one after the other. */
export function composeRecordsDiffs<R extends DocumentRecord>(first: RecordsDiff<R>, second: RecordsDiff<R>): RecordsDiff<R> {
  if (isEmptyRecordsDiff(first)) return second;
  if (isEmptyRecordsDiff(second)) return first;
  const added = new Map(first.added.map((placed) => [placed.record.id, placed]));
  const removed = new Map(second.removed.map((placed) => [placed.record.id, placed]));
  const before = new Map(first.updated.map(([old, recent]) => [recent.id, old]));
  const after = new Map(second.updated.map(([, recent]) => [recent.id, recent]));

  const allAdded = [
    ...first.added
      .filter(({ record }) => !removed.has(record.id))
      .map(({ index, record }) => ({ index: moved(index, second.removed, second.added), record: after.get(record.id) ?? record })),
    ...second.added,
  ];
  const allRemoved = [
    ...first.removed,
    ...second.removed
      .filter(({ record }) => !added.has(record.id))
      .map(({ index, record }) => ({ index: moved(index, first.added, first.removed), record: before.get(record.id) ?? record })),
  ];
  const updated = [
    ...first.updated.filter(([, recent]) => !removed.has(recent.id)).map(([old, recent]) => [old, after.get(recent.id) ?? recent] as const),
    ...second.updated.filter(([old]) => !added.has(old.id) && !before.has(old.id)),
  ];
  const presence = presenceOf(
    (first.presence ?? second.presence)?.[0] ?? true,
    (second.presence ?? first.presence)?.[1] ?? true,
  );
  return settled({ added: byIndex(allAdded), removed: byIndex(allRemoved), updated, ...presence });
}

/** Records that left and came back to the same places did not move. */
function settled<R extends DocumentRecord>(diff: RecordsDiff<R>): RecordsDiff<R> {
  const returned = new Map(diff.added.map((placed) => [placed.record.id, placed]));
  const none = diff.added.length === diff.removed.length && diff.removed.every(({ index, record }) => returned.get(record.id)?.index === index);
  const replaced = none ? diff.removed.map(({ record }) => [record, returned.get(record.id)?.record ?? record] as const) : [];
  const updated = [...diff.updated, ...replaced].filter(([before, after]) => !sameJson(before, after));
  return none ? { ...diff, added: [], removed: [], updated } : { ...diff, updated };
}

/** Where a record that stays is, once `out` has left the list and `into` has come to it. */
function moved(index: number, out: readonly Placed<unknown>[], into: readonly Placed<unknown>[]): number {
  let place = index - out.filter((placed) => placed.index < index).length;
  for (const placed of byIndex(into)) if (placed.index <= place) place += 1;
  return place;
}

function byIndex<P extends Placed<unknown>>(placed: readonly P[]): P[] {
  return placed.toSorted((left, right) => left.index - right.index);
}

function placeOf<R extends DocumentRecord>(list: readonly R[], { index, record }: Placed<R>): number {
  return list[index]?.id === record.id ? index : list.findIndex((each) => each.id === record.id);
}

function presenceOf(before: boolean, after: boolean): { presence?: readonly [boolean, boolean] } {
  return before === after ? {} : { presence: [before, after] };
}

/** Records with their places, by id; a second record with the same id gets a key that no id can be. */
function keyed<R extends DocumentRecord>(list: List<R>): Map<string, Placed<R>> {
  const result = new Map<string, Placed<R>>();
  (list ?? []).forEach((record, index) => {
    let key = record.id;
    while (result.has(key)) key += "/";
    result.set(key, { index, record });
  });
  return result;
}

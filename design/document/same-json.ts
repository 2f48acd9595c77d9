/** Tells whether two JSON values say the same: the order of keys does not matter, and `undefined` is absent. */
export function sameJson(left: unknown, right: unknown): boolean {
  if (Object.is(left, right)) return true;
  if (typeof left !== "object" || typeof right !== "object" || left === null || right === null) return false;
  if (Array.isArray(left) || Array.isArray(right))
    return Array.isArray(left) && Array.isArray(right) && left.length === right.length && left.every((item, index) => sameJson(item, right[index]));
  const [mine, theirs] = [definedEntries(left), definedEntries(right)];
  if (mine.length !== theirs.length) return false;
  return mine.every(([key, value]) => Object.hasOwn(right, key) && sameJson(value, (right as Record<string, unknown>)[key]));
}

function definedEntries(value: object): [string, unknown][] {
  return Object.entries(value).filter(([, inner]) => inner !== undefined);
}

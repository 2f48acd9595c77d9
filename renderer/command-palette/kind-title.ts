import { isKindType, kindOf } from "../../design/kinds/registry.ts";

/** A kind's title, or its word where it is not known. */
export function kindTitle(kind: string): string {
  return isKindType(kind) ? kindOf(kind).title : kind;
}

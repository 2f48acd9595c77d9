import { withHostsOnly } from "../contract/replay/without-secrets.ts";

/** `Bearer …` and what is called a token, a password or a key. */
const BEARER = /\b(Bearer|Basic)\s+[\w.~+/=-]+/gi;
const NAMED = /\b(token|password|passwd|secret|api[-_]?key|authorization)(["']?\s*[=:]\s*["']?)(?!Bearer\b|Basic\b)[^\s"'&,;]+/gi;

/**
 * A text without what may be secret: of addresses only scheme and host are left (webhooks have tokens in their paths, Redis passwords before its
 * host), and what follows `Bearer`, `token=` and the like is not shown. Secrets that are known are left out wherever they are.
 */
export function redacted(text: string, known: Iterable<string> = []): string {
  let shown = text;
  for (const secret of known) if (secret !== "") shown = shown.replaceAll(secret, "…");
  return withHostsOnly(shown).replaceAll(BEARER, "$1 …").replaceAll(NAMED, "$1$2…");
}

/** Name of every BullMQ queue; what tells them apart is their prefix. */
export const QUEUE_NAME = "q";

/** What every key of every run begins with. */
export const ALL_RUNS = "{spillway.";

/** What every key of a run begins with; a clean-up removes exactly these. */
export function runPrefix(runId: string): string {
  return `${ALL_RUNS}${runId}.`;
}

/**
 * Key prefix of one channel. The braces are a hash tag: all keys of a channel lie in one slot of a Redis Cluster, and
 * different channels spread over slots. `key` is the channel's `node:<id>` or `edge:<id>`; a group before it, `<group>/<key>`, is shared by
 * channels whose keys must lie in one slot, because one transaction writes them (rule X3).
 */
export function channelPrefix(runId: string, key: string): string {
  const end = key.indexOf("/");
  return end < 0 ? `${runPrefix(runId)}${key}}` : `${runPrefix(runId)}${key.slice(0, end)}}.${key.slice(end + 1)}`;
}

/** Where a source keeps its cursor and counts, so that a restarted load process goes on where the last one was. */
export function sourceKey(runId: string, source: string): string {
  return `${runPrefix(runId)}sources}:${source}`;
}

/** What an audited run records of a source's events. */
export function sourceAuditKey(runId: string, source: string): string {
  return `${sourceKey(runId, source)}:audit`;
}

/** Messages for a process: the one of a zone, or a worker that joined. Each lies in a slot of its own. */
export function mailboxKey(runId: string, address: string): string {
  return `${runPrefix(runId)}mail.${address}}`;
}

/** Where the host of a run reads what workers on other machines say. */
export const HOST_ADDRESS = "host";

/** Says that a run is going on. It lies in the slot of its host's messages: while one is away, so is the other. */
export function controlKey(runId: string): string {
  return `${mailboxKey(runId, HOST_ADDRESS)}:run`;
}

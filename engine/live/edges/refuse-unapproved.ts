import type { Flow } from "../../../design/graph/compile.ts";
import { webAddress } from "../../../design/kinds/webhook.ts";
import { AppError } from "../../../design/errors.ts";

/** Refuses a run that would post to addresses that nobody approved on this machine (rule S3). Throws `webhook-not-approved`. */
export function refuseUnapproved(flow: Flow, approved: readonly string[]): void {
  const unapproved = [...flow.nodes.values()].flatMap((node) => {
    const address = node.kind === "webhook" ? webAddress(node.settings.url) : null;
    return address === null || approved.includes(address) ? [] : [`${node.name} posts to ${address}`];
  });
  if (unapproved.length === 0) return;
  const [first] = unapproved;
  throw new AppError(
    "webhook-not-approved",
    `${unapproved.join(", ")}, which is not approved on this machine. If you trust ${unapproved.length === 1 ? "it" : "them"}, approve ${unapproved.length === 1 ? "it" : "each"} in the inspector, or with --allow-webhook ${first?.split(" posts to ")[1] ?? "URL"}.`,
  );
}

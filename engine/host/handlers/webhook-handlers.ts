import type { Handlers } from "../answer.ts";
import type { ApprovedWebhooks } from "../approved-webhooks.ts";

/** The calls about addresses that webhooks may post to (rule S3). */
export function webhookHandlers(approved: ApprovedWebhooks) {
  return {
    "webhooks.approved": async () => ({ webhooks: await approved.list() }),
    "webhooks.approve": async ({ url }) => ({ webhooks: await approved.approve(url) }),
    "webhooks.revoke": async ({ url }) => ({ webhooks: await approved.revoke(url) }),
  } satisfies Partial<Handlers>;
}

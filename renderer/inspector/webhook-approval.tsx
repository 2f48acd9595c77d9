import { ShieldAlert, ShieldCheck } from "lucide-react";
import { useEffect, useState } from "react";
import type { DesignNode } from "../../design/document/schema.ts";
import { settingsOf } from "../../design/document/settings.ts";
import { webAddress } from "../../design/kinds/webhook.ts";
import { commandContext } from "../commands/context.ts";
import { tellFailure } from "../commands/perform.ts";
import { engine } from "../connection/engine-slot.ts";
import { useRun } from "../stores/run-store.ts";
import { Button } from "../ui/button.tsx";
import { inspectorWords } from "../words/inspector.ts";

/** Whether a webhook's address is approved on this machine, and the button that approves it (rule S3). It is no part of the design. */
export function WebhookApproval({ node }: { readonly node: DesignNode }) {
  return <AddressApproval address={webAddress(addressIn(node))} />;
}

/** The same of any address, as `webAddress` writes it; nothing for what is none. */
export function AddressApproval({ address }: { readonly address: string | null }) {
  const isConnected = useRun(({ connection }) => connection.status === "connected");
  const [approved, setApproved] = useState<readonly string[] | null>(null);

  useEffect(() => {
    if (!isConnected) return;
    engine.call("webhooks.approved", {}).then(({ webhooks }) => setApproved(webhooks), () => setApproved(null));
  }, [isConnected]);

  if (address === null || approved === null) return null;
  const isApproved = approved.includes(address);
  const change = (call: "webhooks.approve" | "webhooks.revoke"): void => {
    engine
      .call(call, { url: address })
      .then(({ webhooks }) => {
        setApproved(webhooks);
        if (call === "webhooks.approve") commandContext.session.getState().dismissAbout("webhook-not-approved");
      })
      .catch((error: unknown) => tellFailure(error, commandContext));
  };
  return (
    <section className="webhook-approval" aria-label={inspectorWords.approval}>
      <p className="inspector-note" role="status">
        {isApproved ? <ShieldCheck size={14} aria-hidden="true" /> : <ShieldAlert size={14} aria-hidden="true" />}{" "}
        {isApproved ? inspectorWords.runsOnThisMachineMayPost(address) : inspectorWords.aLiveRunWouldPostToAddress(address)}
      </p>
      <Button onClick={() => change(isApproved ? "webhooks.revoke" : "webhooks.approve")}>{isApproved ? inspectorWords.withdrawApproval : inspectorWords.approveThisAddress}</Button>
    </section>
  );
}

function addressIn(node: DesignNode): string {
  try {
    return settingsOf(node, "webhook").url;
  } catch {
    return "";
  }
}

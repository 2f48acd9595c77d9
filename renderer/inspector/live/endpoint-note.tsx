import { Copy } from "lucide-react";
import { useRun } from "../../stores/run-store.ts";
import { formatCount } from "../../../design/words/numbers.ts";
import { Button } from "../../ui/button.tsx";
import { inspectorWords } from "../../words/inspector.ts";

/** Where a node listens in the run that is on, with what lets clients in (rules P6, S3). */
export function EndpointNote({ id }: { readonly id: string }) {
  const endpoint = useRun(({ run }) => run?.endpoints?.find((each) => each.node === id));
  if (endpoint === undefined) return null;
  const address = `${endpoint.url}?token=${endpoint.token}`;
  return (
    <section className="endpoint-note" aria-label={inspectorWords.address}>
      <code>{address}</code>
      <Button onClick={() => void navigator.clipboard.writeText(address)}>
        <Copy size={14} aria-hidden="true" /> {inspectorWords.copyAddress}
      </Button>
      {endpoint.clients !== undefined && (
        <p className="inspector-note">
          {inspectorWords.clients(formatCount(endpoint.clients), endpoint.dropped ? formatCount(endpoint.dropped) : "")}
        </p>
      )}
    </section>
  );
}

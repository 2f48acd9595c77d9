import { LoaderCircle } from "lucide-react";
import { useState, type FormEvent } from "react";
import { formatCount } from "../../design/words/numbers.ts";
import { commandContext } from "../commands/context.ts";
import { discoveryStore, useDiscovery, type Discovery } from "../stores/discovery-store.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { beginDiscovery, endDiscovery } from "./discover.ts";
import "./discovery.css";

const CONTEXT = { engine: commandContext.engine, discovery: discoveryStore };

/** Asks which Redis to look through, shows how far it is, then what was found and guessed. */
export function DiscoverDialog({ onClose }: { readonly onClose: () => void }) {
  const [url, setUrl] = useState("redis://localhost:6379");
  const [prefix, setPrefix] = useState("bull");
  const discovery = useDiscovery((slice) => slice);
  const isLooking = discovery.status === "looking";
  if (discovery.status === "watching" && discovery.found) return <FoundDialog found={discovery.found} onClose={onClose} />;

  function begin(event: FormEvent): void {
    event.preventDefault();
    if (url.trim() !== "" && prefix !== "" && !isLooking) void beginDiscovery(CONTEXT, url.trim(), prefix);
  }

  function close(): void {
    void endDiscovery(CONTEXT);
    onClose();
  }

  return (
    <Dialog
      title="Discover from a running Redis"
      description="Finds BullMQ queues and draws them with their depth and rates. It only reads, in small steps; the address is used for this alone and not saved."
      onClose={close}
      actions={
        <>
          <Button onClick={close}>Cancel</Button>
          <Button type="submit" form="discover-form" variant="primary" disabled={isLooking || url.trim() === "" || prefix === ""}>
            Discover
          </Button>
        </>
      }
    >
      <form id="discover-form" className="discover-form" onSubmit={begin}>
        <label className="name-field">
          Address
          <input data-autofocus value={url} spellCheck={false} autoComplete="off" disabled={isLooking} placeholder="rediss://user:password@host:6379/0" onChange={(event) => setUrl(event.target.value)} />
        </label>
        <label className="name-field">
          Key prefix
          <input value={prefix} spellCheck={false} autoComplete="off" disabled={isLooking} onChange={(event) => setPrefix(event.target.value)} />
        </label>
      </form>
      <p className="discover-status" role="status" data-status={discovery.status}>
        {isLooking && <LoaderCircle className="spinning" size={15} aria-hidden="true" />}
        {statusText(discovery)}
      </p>
    </Dialog>
  );
}

function FoundDialog({ found, onClose }: { readonly found: NonNullable<Discovery["found"]>; readonly onClose: () => void }) {
  const { notes, queues, place } = found;
  return (
    <Dialog
      title={`${queues.length} ${queues.length === 1 ? "queue" : "queues"} found at ${place}`}
      description="The design is open and its numbers are live until you stop watching, run it or open another."
      size="large"
      onClose={onClose}
      actions={
        <Button variant="primary" data-autofocus onClick={onClose}>
          Show the design
        </Button>
      }
    >
      {notes.length > 0 && (
        <>
          <h3 className="dialog-heading">What was guessed</h3>
          <ul className="discover-notes">
            {notes.map(({ place: where, what, instead }) => (
              <li key={`${where} ${what}`}>
                {where !== "" && <b>{where}</b>} {what} <span>{instead}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </Dialog>
  );
}

/** How far it is, in a sentence. */
function statusText({ status, progress, message }: Discovery): string {
  if (status === "failed") return message ?? "It failed.";
  if (status !== "looking") return "";
  if (!progress) return "Connecting…";
  const queues = `${formatCount(progress.queues)} ${progress.queues === 1 ? "queue" : "queues"}`;
  if (progress.phase === "scanning") return `Looked at ${formatCount(progress.keys)} of ${formatCount(progress.ofKeys)} keys; ${queues} so far.`;
  return progress.phase === "reading" ? `Reading ${queues}…` : `Measuring the rates of ${queues}…`;
}

import { LoaderCircle } from "lucide-react";
import { useState, type FormEvent } from "react";
import { formatCount } from "../../design/words/numbers.ts";
import { commandContext } from "../commands/context.ts";
import { discoveryStore, useDiscovery, type Discovery } from "../stores/discovery-store.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { beginDiscovery, endDiscovery } from "./discover.ts";
import { discoveryWords } from "../words/discovery.ts";
import "./discovery.css";

/** What an address looks like; the same in every language. */
const ADDRESS_LIKE = "rediss://user:password@host:6379/0";

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
      title={discoveryWords.discoverFromARunningRedis}
      description={discoveryWords.findsBullMQQueuesAndDrawsThem}
      onClose={close}
      actions={
        <>
          <Button onClick={close}>{discoveryWords.cancel}</Button>
          <Button type="submit" form="discover-form" variant="primary" disabled={isLooking || url.trim() === "" || prefix === ""}>
            {discoveryWords.discover}
          </Button>
        </>
      }
    >
      <form id="discover-form" className="discover-form" onSubmit={begin}>
        <label className="name-field">
          {discoveryWords.address}
          <input data-autofocus value={url} spellCheck={false} autoComplete="off" disabled={isLooking} placeholder={ADDRESS_LIKE} onChange={(event) => setUrl(event.target.value)} />
        </label>
        <label className="name-field">
          {discoveryWords.keyPrefix}
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
      title={discoveryWords.countQueuesFoundAtPlace(queues.length, place)}
      description={discoveryWords.theDesignIsOpenAndItsNumbers}
      size="large"
      onClose={onClose}
      actions={
        <Button variant="primary" data-autofocus onClick={onClose}>
          {discoveryWords.showTheDesign}
        </Button>
      }
    >
      {notes.length > 0 && (
        <>
          <h3 className="dialog-heading">{discoveryWords.whatWasGuessed}</h3>
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
  if (status === "failed") return message ?? discoveryWords.itFailed;
  if (status !== "looking") return "";
  if (!progress) return discoveryWords.connecting;
  const queues = `${formatCount(progress.queues)} ${progress.queues === 1 ? "queue" : "queues"}`;
  if (progress.phase === "scanning") return discoveryWords.lookedAtCountOfCount2KeysQueues(formatCount(progress.keys), formatCount(progress.ofKeys), queues);
  return progress.phase === "reading" ? discoveryWords.readingQueues(queues) : discoveryWords.measuringTheRatesOfQueues(queues);
}

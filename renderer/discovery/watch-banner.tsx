import { Radio, Unplug } from "lucide-react";
import { commandContext } from "../commands/context.ts";
import { discoveryStore, useDiscovery } from "../stores/discovery-store.ts";
import { frames } from "../stores/frames.ts";
import { Button } from "../ui/button.tsx";
import { endDiscovery } from "./discover.ts";
import { discoveryWords } from "../words/discovery.ts";
import "./discovery.css";

/** Says over the canvas that its numbers are those of a running Redis, or why they are not any more. */
export function WatchBanner() {
  const { status, found, message } = useDiscovery((slice) => slice);
  if (!found || status === "none" || status === "looking") return null;

  function stop(): void {
    void endDiscovery({ engine: commandContext.engine, discovery: discoveryStore });
    frames.reset();
  }

  return (
    <p className="watch-banner" role="status" data-status={status}>
      {status === "watching" ? <Radio size={15} aria-hidden="true" /> : <Unplug size={15} aria-hidden="true" />}
      {status === "watching" ? discoveryWords.liveFromRedisAtPlace(found.place) : discoveryWords.notWatchedAnyMoreValue(message ?? discoveryWords.theConnectionWasLost)}
      <Button size="small" variant="quiet" onClick={stop}>
        {status === "watching" ? discoveryWords.stopWatching : discoveryWords.close}
      </Button>
    </p>
  );
}

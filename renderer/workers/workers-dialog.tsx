import { Copy } from "lucide-react";
import { Checkbox } from "radix-ui";
import { useState } from "react";
import type { RunState } from "../../engine/contract/run.ts";
import type { Joining, WorkerState, ZoneState } from "../../engine/contract/zones.ts";
import { copyText } from "../export/copy-text.ts";
import { useDocument } from "../stores/document-store.ts";
import { isActive } from "../stores/run-state.ts";
import { useRun } from "../stores/run-store.ts";
import { Button } from "../ui/button.tsx";
import { Dialog } from "../ui/dialog.tsx";
import { workersWords as words } from "../words/workers.ts";
import { joinCommand, whyItStays } from "./join-command.ts";
import { ZoneButtons } from "./zone-buttons.tsx";
import { zoneName } from "./zone-control.ts";
import { useZonePhase } from "./zone-phase.ts";
import "./workers-dialog.css";

/** Where the zones of a live run are, who joined, and the command by which another machine does (rule O3). */
export function WorkersDialog({ onClose }: { readonly onClose: () => void }) {
  const run = useRun((slice) => slice.run);
  const live = isActive(run) && run?.mode === "live" ? run : null;
  return (
    <Dialog title={words.dialogTitle} description={live === null ? words.noRun : words.dialogText} size="large" onClose={onClose} actions={<Button onClick={onClose}>{words.close}</Button>}>
      {live !== null && <Workers run={live} />}
    </Dialog>
  );
}

function Workers({ run: { runId, zones = [], workers = [], joining } }: { readonly run: RunState }) {
  const [taken, setTaken] = useState<readonly string[]>([]);
  const toggle = (zone: string, on: boolean): void => setTaken(on ? [...taken, zone] : taken.filter((each) => each !== zone));
  return (
    <div className="workers">
      <section aria-label={words.zones}>
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{words.zone}</th>
              <th scope="col">{words.where}</th>
              <th scope="col">{words.control}</th>
            </tr>
          </thead>
          <tbody>
            {zones.map((state) => (
              <ZoneRow key={state.zone} state={state} isTaken={taken.includes(state.zone)} onTake={(on) => toggle(state.zone, on)} />
            ))}
          </tbody>
        </table>
      </section>
      <section aria-label={words.workers}>
        <h3>{words.workers}</h3>
        <Joined workers={workers} zones={zones} />
      </section>
      {joining && <HowToJoin runId={runId} joining={joining} zones={zones.map(({ zone }) => zone).filter((zone) => taken.includes(zone))} />}
    </div>
  );
}

function ZoneRow({ state, isTaken, onTake }: { readonly state: ZoneState; readonly isTaken: boolean; readonly onTake: (on: boolean) => void }) {
  const name = useDocument(({ design }) => zoneName(design, state.zone));
  const outside = useDocument(({ design }) => whyItStays(design, state.zone));
  const phase = useZonePhase(state);
  const { deaths } = state;
  return (
    <tr>
      <td>
        <span className="worker-zone">
          <Checkbox.Root className="tick" checked={isTaken} disabled={outside !== undefined} aria-label={words.takeIt(name)} onCheckedChange={(on) => onTake(on === true)}>
            <Checkbox.Indicator>✓</Checkbox.Indicator>
          </Checkbox.Root>
          <span>
            {name}
            {outside !== undefined && <small>{words.staysHere(outside)}</small>}
          </span>
        </span>
      </td>
      <td>
        <span className="worker-phase" data-phase={state.phase}>
          {phase === "" ? words.here : phase}
        </span>
        {deaths > 0 && <small>{words.diedSoOften(deaths)}</small>}
      </td>
      <td>
        <ZoneButtons state={state} name={name} />
      </td>
    </tr>
  );
}

function Joined({ workers, zones }: { readonly workers: readonly WorkerState[]; readonly zones: readonly ZoneState[] }) {
  const design = useDocument((document) => document.design);
  if (workers.length === 0) return <p className="worker-note">{words.noWorkers}</p>;
  const what = ({ name, zone }: WorkerState): string => {
    if (zone === undefined) return words.addsSlots;
    const isHome = zones.some((state) => state.zone === zone && state.worker === name);
    return (isHome ? words.runsTheZone : words.addsSlotsInZone)(zoneName(design, zone));
  };
  return (
    <ul className="worker-list">
      {workers.map((worker) => (
        <li key={worker.name}>
          <b>{worker.name}</b> {what(worker)}
        </li>
      ))}
    </ul>
  );
}

function HowToJoin({ runId, joining, zones }: { readonly runId: string; readonly joining: Joining; readonly zones: readonly string[] }) {
  const design = useDocument((document) => document.design);
  const { isOpen, isEmbedded, reach, needsPassword } = joining;
  const where = isEmbedded ? words.embedded : reach === "machine" ? words.onThisMachine : null;
  const command = joinCommand(runId, joining, zones);
  return (
    <section aria-label={words.joinTitle}>
      <h3>{words.joinTitle}</h3>
      {where !== null && <p className="worker-warning">{where}</p>}
      {isOpen ? (
        <>
          <p className="worker-note">{zones.length === 0 ? words.addsSlotsHelp : words.takesZonesHelp(zones.map((zone) => zoneName(design, zone)).join(", "))}</p>
          <div className="worker-command">
            <CommandLine text={command} />
            <Button icon={Copy} variant="primary" onClick={() => void copyText(command, words.theCommand)}>
              {words.copy}
            </Button>
          </div>
          <p className="worker-note">{words.setTokenFirst}</p>
          {needsPassword && <p className="worker-note">{words.needsPassword}</p>}
        </>
      ) : (
        <NoToken />
      )}
    </section>
  );
}

/** How the app is started so that workers are let in. */
function NoToken() {
  const lines = `${words.startWithToken}\n${words.startApp}`;
  return (
    <>
      <p className="worker-note">{words.noToken}</p>
      <div className="worker-command">
        <CommandLine text={lines} />
        <Button icon={Copy} onClick={() => void copyText(lines, words.theCommand)}>
          {words.copy}
        </Button>
      </div>
    </>
  );
}

function CommandLine({ text }: { readonly text: string }) {
  return (
    <div className="command-line scroll" role="group" tabIndex={0} aria-label={words.command}>
      <code>{text}</code>
    </div>
  );
}

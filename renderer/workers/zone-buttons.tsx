import { Play, Skull, Square, type LucideIcon } from "lucide-react";
import type { ZoneState } from "../../engine/contract/zones.ts";
import { commandContext } from "../commands/context.ts";
import { tellFailure } from "../commands/perform.ts";
import { Tip } from "../ui/tip.tsx";
import { workersWords as words } from "../words/workers.ts";
import { canDo, controlZone, ZONE_ACTIONS, type ZoneAction } from "./zone-control.ts";
import "./zone-buttons.css";

const ICONS: Readonly<Record<ZoneAction, LucideIcon>> = { start: Play, stop: Square, kill: Skull };

/** Starts, stops and kills the process of a zone of the run that is on; what makes no sense now is not there. */
export function ZoneButtons({ state, name }: { readonly state: ZoneState; readonly name: string }) {
  const { zone, phase } = state;
  const labels = { start: words.startZone(name), stop: words.stopZone(name), kill: words.killZone(name) };
  const tips = { start: phase === "frozen" ? words.thawTip(name) : words.startTip(name), stop: words.stopTip(name), kill: words.killTip(name) };
  return (
    <span className="zone-buttons">
      {ZONE_ACTIONS.filter((action) => canDo(action, state)).map((action) => {
        const Icon = ICONS[action];
        return (
          <Tip key={action} text={tips[action]}>
            <button
              type="button"
              className="zone-button"
              data-action={action}
              aria-label={labels[action]}
              onClick={() => controlZone(commandContext, action, zone).catch((error: unknown) => tellFailure(error, commandContext))}
            >
              <Icon size={12} aria-hidden="true" />
            </button>
          </Tip>
        );
      })}
    </span>
  );
}

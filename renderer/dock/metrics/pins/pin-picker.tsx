import { Command as Cmdk } from "cmdk";
import { Check, Pin as PinIcon, Search } from "lucide-react";
import { Popover } from "radix-ui";
import { useState } from "react";
import { matchScore } from "../../../command-palette/match.ts";
import { isIn, pinStore, type Pin } from "../../../stores/pins.ts";
import { Button } from "../../../ui/button.tsx";
import { metricsWords } from "../../../words/metrics.ts";
import type { Charted } from "./metric-catalog.ts";
import "../../../command-palette/command-palette.css";

/** More is not listed at once: typing finds the rest. */
const MOST_LISTED = 60;

interface PinPickerProps {
  readonly charted: readonly Charted[];
  readonly pins: readonly Pin[];
  /** Under which the pins are kept. */
  readonly design: string;
}

/** Chooses charts to be pinned, of every node and edge, by a few letters. */
export function PinPicker({ charted, pins, design }: PinPickerProps) {
  const [search, setSearch] = useState("");
  const { add, remove } = pinStore.getState();
  const all = charted.flatMap(({ id, name, choices }) => choices.map(({ metric, title }) => ({ pin: { id, metric }, name, title })));
  const found = all.filter(({ name, title }) => search === "" || matchScore(search, [name, title, `${name} ${title}`]) > 0).slice(0, MOST_LISTED);
  return (
    <Popover.Root onOpenChange={() => setSearch("")}>
      <Popover.Trigger asChild>
        <Button size="small" icon={PinIcon}>
          {metricsWords.pinAChart}
        </Button>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content className="pin-picker" side="top" align="end" sideOffset={6} collisionPadding={8} aria-label={metricsWords.pinAChart}>
          <Cmdk label={metricsWords.pinAChart} shouldFilter={false} loop>
            <div className="command-input">
              <Search size={16} aria-hidden="true" />
              <Cmdk.Input placeholder={metricsWords.aNodeOrAnEdge} value={search} onValueChange={setSearch} />
            </div>
            <Cmdk.List className="command-list scroll">
              <Cmdk.Empty className="command-empty">{metricsWords.nothingOfThatName}</Cmdk.Empty>
              {found.map(({ pin, name, title }) => {
                const isPinned = isIn(pins, pin);
                return (
                  <Cmdk.Item key={`${pin.id}/${pin.metric}`} value={`${pin.id}/${pin.metric}`} onSelect={() => (isPinned ? remove : add)(design, [pin])}>
                    {isPinned ? <Check size={14} aria-label={metricsWords.pinned} /> : <span style={{ width: 14 }} />}
                    {name}
                    <span className="command-note">{title}</span>
                  </Cmdk.Item>
                );
              })}
            </Cmdk.List>
          </Cmdk>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

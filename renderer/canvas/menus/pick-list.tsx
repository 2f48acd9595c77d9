import { Command } from "cmdk";
import { Popover } from "radix-ui";
import { useMemo, type ReactNode } from "react";
import type { Point } from "../../../design/document/schema.ts";
import "./pick-list.css";

export interface PickListProps {
  /** Where its corner goes, px of the window; it is kept inside the window. */
  readonly at: Point;
  readonly label: string;
  readonly placeholder: string;
  /** What is said when there is nothing to choose. */
  readonly nothing: string;
  readonly onClose: () => void;
  /** `Command.Item`s, in groups or not. */
  readonly children: ReactNode;
}

/** A small searchable list at a point of the window: arrows and Enter choose, Escape closes. */
export function PickList({ at: { x, y }, label, placeholder, nothing, onClose, children }: PickListProps) {
  const point = useMemo(() => ({ current: { getBoundingClientRect: () => new DOMRect(x, y, 0, 0) } }), [x, y]);
  return (
    <Popover.Root open onOpenChange={(open) => !open && onClose()}>
      <Popover.Anchor virtualRef={point} />
      <Popover.Portal>
        <Popover.Content
          asChild
          side="bottom"
          align="start"
          collisionPadding={8}
          // Whoever opened it knows where the keyboard goes on, and what takes it meanwhile does not close it.
          onCloseAutoFocus={(event) => event.preventDefault()}
          onFocusOutside={(event) => event.preventDefault()}
        >
          <Command
            className="pick-list"
            label={label}
            loop
            onKeyDown={(event) => {
              event.stopPropagation();
              if (event.key !== "Tab") return;
              event.preventDefault();
              onClose();
            }}
          >
            <Command.Input className="pick-list-input" placeholder={placeholder} autoFocus />
            <Command.List className="pick-list-items scroll">
              <Command.Empty className="pick-list-nothing">{nothing}</Command.Empty>
              {children}
            </Command.List>
          </Command>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

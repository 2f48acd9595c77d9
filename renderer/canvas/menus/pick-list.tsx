import { Command } from "cmdk";
import { useEffect, useRef, type ReactNode } from "react";
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

const WIDTH = 264;
const HEIGHT = 348;

/** A small searchable list at a point of the window: arrows and Enter choose, Escape closes. */
export function PickList({ at, label, placeholder, nothing, onClose, children }: PickListProps) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const onPointerDown = (event: PointerEvent) => {
      if (event.target instanceof Node && !list.current?.contains(event.target)) onClose();
    };
    window.addEventListener("pointerdown", onPointerDown, { capture: true });
    return () => window.removeEventListener("pointerdown", onPointerDown, { capture: true });
  }, [onClose]);
  const left = Math.max(8, Math.min(at.x, window.innerWidth - WIDTH - 8));
  const top = Math.max(8, Math.min(at.y, window.innerHeight - HEIGHT - 8));
  return (
    <Command
      ref={list}
      className="pick-list"
      label={label}
      loop
      style={{ left, top, width: WIDTH, maxHeight: HEIGHT }}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === "Escape" || event.key === "Tab") {
          event.preventDefault();
          onClose();
        }
      }}
    >
      <Command.Input className="pick-list-input" placeholder={placeholder} autoFocus />
      <Command.List className="pick-list-items scroll">
        <Command.Empty className="pick-list-nothing">{nothing}</Command.Empty>
        {children}
      </Command.List>
    </Command>
  );
}

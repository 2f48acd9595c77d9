import type { LucideIcon } from "lucide-react";
import type { ButtonHTMLAttributes, Ref } from "react";
import { Tip } from "./tip.tsx";
import "./button.css";

export interface IconButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, "children"> {
  /** What it does: its accessible name and its tooltip. */
  readonly label: string;
  readonly icon: LucideIcon;
  /** A shortcut as it is written for people. */
  readonly shortcut?: string;
  readonly ref?: Ref<HTMLButtonElement>;
}

/** A square button that shows an icon and says its name to pointers and screen readers. */
export function IconButton({ label, icon: Icon, shortcut, className = "", ...rest }: IconButtonProps) {
  return (
    <Tip text={label} shortcut={shortcut}>
      <button type="button" aria-label={label} {...rest} className={`icon-button ${className}`}>
        <Icon size={16} aria-hidden="true" />
      </button>
    </Tip>
  );
}

import type { LucideIcon } from "lucide-react";
import type { ButtonHTMLAttributes, Ref } from "react";
import "./button.css";

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  /** `primary` once a view; `danger` ends or removes something; `quiet` has no frame until pointed at. */
  readonly variant?: "plain" | "primary" | "danger" | "quiet";
  readonly size?: "small" | "medium";
  readonly icon?: LucideIcon;
  readonly ref?: Ref<HTMLButtonElement>;
}

/** A button with an optional icon before its text. */
export function Button({ variant = "plain", size = "medium", icon: Icon, className = "", children, ...rest }: ButtonProps) {
  return (
    <button type="button" {...rest} className={`button button-${variant} button-${size} ${className}`}>
      {Icon && <Icon size={size === "small" ? 14 : 15} aria-hidden="true" />}
      {children}
    </button>
  );
}

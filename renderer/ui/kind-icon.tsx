import { createLucideIcon, type LucideIcon } from "lucide-react";
import { createElement } from "react";
import { categoryOf, isKindType, kindOf } from "../../design/kinds/registry.ts";
import { iconNamed } from "../../design/picture/icons.ts";
import "./kind-icon.css";

const made = new Map<string, LucideIcon>();

/** The component of an icon's name, or a plain box; the same one each time. */
export function iconOf(name: string): LucideIcon {
  const known = made.get(name);
  if (known) return known;
  const shapes = iconNamed(name).map(([tag, attributes], index): [typeof tag, Record<string, string>] => [tag, { ...attributes, key: String(index) }]);
  const icon = createLucideIcon(name, shapes);
  made.set(name, icon);
  return icon;
}

export interface KindIconProps {
  readonly kind: string;
  /** Side of the tile in pixels. */
  readonly size?: number;
}

/** A kind's icon on a tile in its category's colour. Says nothing to a screen reader: the name stands beside it. */
export function KindIcon({ kind, size = 28 }: KindIconProps) {
  const icon = createElement(iconOf(isKindType(kind) ? kindOf(kind).icon : ""), { size: Math.round(size * 0.58), strokeWidth: 2 });
  return (
    <span className="kind-icon" data-category={categoryOf(kind)} style={{ width: size, height: size }} aria-hidden="true">
      {icon}
    </span>
  );
}

import {
  Activity,
  ArchiveX,
  ArrowDownToLine,
  Box,
  Cable,
  CalendarClock,
  Clock,
  Cog,
  Combine,
  Copy,
  Database,
  Filter,
  Gauge,
  Globe,
  Hourglass,
  Layers,
  LogIn,
  Merge,
  Network,
  Radio,
  Rows3,
  Scale,
  Scissors,
  Share2,
  ShieldAlert,
  Shuffle,
  SlidersVertical,
  Split,
  Timer,
  TrendingUp,
  Ungroup,
  Webhook,
  Zap,
  type LucideIcon,
} from "lucide-react";
import { createElement } from "react";
import type { Category } from "../../design/kinds/kind.ts";
import { isKindType, kindOf } from "../../design/kinds/registry.ts";
import "./kind-icon.css";

/** The lucide icons that kinds may name; imported one by one, so that the other thousand stay out of the bundle. */
const icons: Readonly<Record<string, LucideIcon>> = {
  activity: Activity,
  "archive-x": ArchiveX,
  "arrow-down-to-line": ArrowDownToLine,
  cable: Cable,
  "calendar-clock": CalendarClock,
  clock: Clock,
  cog: Cog,
  combine: Combine,
  copy: Copy,
  database: Database,
  filter: Filter,
  gauge: Gauge,
  globe: Globe,
  hourglass: Hourglass,
  layers: Layers,
  "log-in": LogIn,
  merge: Merge,
  network: Network,
  radio: Radio,
  "rows-3": Rows3,
  scale: Scale,
  scissors: Scissors,
  "share-2": Share2,
  "shield-alert": ShieldAlert,
  shuffle: Shuffle,
  "sliders-vertical": SlidersVertical,
  split: Split,
  timer: Timer,
  "trending-up": TrendingUp,
  ungroup: Ungroup,
  webhook: Webhook,
  zap: Zap,
};

/** The component of an icon's name, or a plain box. */
export function iconOf(name: string): LucideIcon {
  return icons[name] ?? Box;
}

/** True when the icon is there to be drawn. */
export function hasIcon(name: string): boolean {
  return Object.hasOwn(icons, name);
}

/** A kind's category, for its colour; operations for a kind that is not known. */
export function categoryOf(kind: string): Category {
  return isKindType(kind) ? kindOf(kind).category : "operations";
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

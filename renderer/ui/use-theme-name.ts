import { useSyncExternalStore } from "react";

/** The theme that is drawn now. */
export function themeName(): "dark" | "light" {
  return document.documentElement.dataset.theme === "light" ? "light" : "dark";
}

/** The theme that is drawn now; canvases re-read their colours when it changes. */
export function useThemeName(): string {
  return useSyncExternalStore(subscribe, themeName);
}

function subscribe(listener: () => void): () => void {
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, { attributeFilter: ["data-theme"] });
  return () => observer.disconnect();
}

/** A token's value as a canvas takes it: `--ok` gives `#34d399`. */
export function tokenColour(token: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(token).trim();
}

/** A `#rrggbb` colour with an opacity of 0 to 1. */
export function withOpacity(colour: string, opacity: number): string {
  return `${colour}${Math.round(opacity * 255)
    .toString(16)
    .padStart(2, "0")}`;
}

import { desktopBridge } from "../connection/connection.ts";
import type { Theme } from "../stores/session-state.ts";
import type { SessionStore } from "../stores/session-store.ts";

/** The theme that is drawn: the system's where the user did not choose. */
export function effectiveTheme(theme: Theme, prefersLight: boolean): "dark" | "light" {
  if (theme === "system") return prefersLight ? "light" : "dark";
  return theme;
}

/** Keeps the page's `data-theme` and the shell's title bar as the session says. */
export function followTheme(session: SessionStore): () => void {
  const light = window.matchMedia("(prefers-color-scheme: light)");
  function apply(): void {
    const { theme } = session.getState();
    document.documentElement.dataset.theme = effectiveTheme(theme, light.matches);
  }
  apply();
  desktopBridge()?.setTheme(session.getState().theme);
  light.addEventListener("change", apply);
  const end = session.subscribe((now, before) => {
    if (now.theme === before.theme) return;
    apply();
    desktopBridge()?.setTheme(now.theme);
  });
  return () => {
    end();
    light.removeEventListener("change", apply);
  };
}

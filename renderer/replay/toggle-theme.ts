import { sessionStore } from "../stores/session-store.ts";

/** Draws the other theme than the one that is drawn. */
export function toggleTheme(): void {
  sessionStore.getState().setTheme(document.documentElement.dataset.theme === "dark" ? "light" : "dark");
}

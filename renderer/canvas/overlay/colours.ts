/** The colours that are drawn on canvases; CSS cannot reach there. */
export interface Colours {
  readonly dot: string;
  readonly failed: string;
  readonly accent: string;
  readonly canvas: string;
  readonly text: string;
  readonly muted: string;
  readonly ok: string;
  readonly warn: string;
  readonly bad: string;
  readonly faint: string;
  readonly font: string;
  of(token: string): string;
}

let current: Colours | null = null;
const listeners = new Set<() => void>();
let stopWatching: (() => void) | null = null;

/** The present theme's colours, read once per theme. */
export function colours(): Colours {
  current ??= read(getComputedStyle(document.documentElement));
  return current;
}

/** Calls when the theme has changed, so that everything drawn must be drawn again. */
export function subscribeColours(listener: () => void): () => void {
  listeners.add(listener);
  stopWatching ??= watch();
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    stopWatching?.();
    stopWatching = null;
  };
}

function watch(): () => void {
  const changed = () => {
    current = null;
    for (const listener of listeners) listener();
  };
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme", "class", "style"] });
  const system = window.matchMedia("(prefers-color-scheme: light)");
  system.addEventListener("change", changed);
  return () => {
    observer.disconnect();
    system.removeEventListener("change", changed);
  };
}

function read(style: CSSStyleDeclaration): Colours {
  const known = new Map<string, string>();
  const of = (token: string): string => {
    const before = known.get(token);
    if (before !== undefined) return before;
    const value = style.getPropertyValue(`--${token}`).trim();
    known.set(token, value);
    return value;
  };
  return {
    dot: of("dot"),
    failed: of("dot-failed"),
    accent: of("accent"),
    canvas: of("canvas"),
    text: of("text"),
    muted: of("text-muted"),
    ok: of("ok"),
    warn: of("warn"),
    bad: of("bad"),
    faint: of("border-strong"),
    font: style.getPropertyValue("--font").trim() || "system-ui, sans-serif",
    of,
  };
}

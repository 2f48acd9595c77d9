const FIRST_CONTROL = ".inspector [role='tabpanel'][data-state='active'] :is(input, textarea, button, [tabindex='0']), .inspector [role='group'] :is(input, textarea, button)";

/** Puts the keyboard on the inspector's first field, once it is there; on its tab where it has none. */
export function focusInspector(page: Document = document): void {
  requestAnimationFrame(() => {
    const target = page.querySelector<HTMLElement>(FIRST_CONTROL) ?? page.querySelector<HTMLElement>(".inspector [role='tab'][data-state='active']");
    target?.focus();
  });
}

/** Puts the keyboard on the dock's tab, from which Tab leads into it, once it is shown. */
export function focusDock(page: Document = document): void {
  requestAnimationFrame(() => page.querySelector<HTMLElement>(".dock [role='tab'][data-state='active']")?.focus());
}

/** Takes Escape, unless what is open there has taken it first: back to the canvas, from where the keyboard came. */
export function leaveByEscape(event: Pick<KeyboardEvent, "key" | "defaultPrevented" | "preventDefault">): void {
  if (event.key !== "Escape" || event.defaultPrevented) return;
  event.preventDefault();
  focusCanvas();
}

/** Puts the keyboard back on the selected card, or on the canvas where none is selected. */
export function focusCanvas(page: Document = document): void {
  const card = page.querySelector<HTMLElement>(".react-flow__node.selected, .zone[data-selected] > .zone-head");
  (card ?? page.querySelector<HTMLElement>(".canvas"))?.focus({ preventScroll: true });
}

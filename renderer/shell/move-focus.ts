const FIRST_CONTROL = ".inspector [role='tabpanel'][data-state='active'] :is(input, textarea, button, [tabindex='0']), .inspector [role='group'] :is(input, textarea, button)";

/** Puts the keyboard on the inspector's first field, once it is there; on its tab where it has none. */
export function focusInspector(page: Document = document): void {
  requestAnimationFrame(() => {
    const target = page.querySelector<HTMLElement>(FIRST_CONTROL) ?? page.querySelector<HTMLElement>(".inspector [role='tab'][data-state='active']");
    target?.focus();
  });
}

/** Puts the keyboard back on the selected card, or on the canvas where none is selected. */
export function focusCanvas(page: Document = document): void {
  const card = page.querySelector<HTMLElement>(".react-flow__node.selected, .zone[data-selected] > .zone-head");
  (card ?? page.querySelector<HTMLElement>(".canvas"))?.focus({ preventScroll: true });
}

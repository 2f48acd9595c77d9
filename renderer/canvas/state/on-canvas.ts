/**
 * Whether what is done now is meant for the canvas: it is on the screen, and the keyboard is on it, on nothing at all, or in
 * a menu or dialog from which a command is chosen.
 */
export function isOnCanvas(page: Document = document): boolean {
  const active = page.activeElement;
  if (page.querySelector(".canvas") === null) return false;
  return active === null || active === page.body || active.closest('.canvas, [role="menu"], [role="dialog"]') !== null;
}

/** Whether the keyboard is on a card, and was brought there by keys. */
export function isOnCard(page: Document = document): boolean {
  return page.activeElement?.matches(".react-flow__node:focus-visible") ?? false;
}

/**
 * Whether plain keys are meant for the canvas: the keyboard is on it, or on nothing at all, and it is on the screen.
 */
export function isOnCanvas(page: Document = document): boolean {
  const active = page.activeElement;
  if (page.querySelector(".canvas") === null) return false;
  return active === null || active === page.body || active.closest(".canvas") !== null;
}

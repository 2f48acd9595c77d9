/** Puts the keyboard on a zone's head, which may be drawn only in one of the next frames. */
export function focusZone(id: string, tries = 12): void {
  const head = document.querySelector<HTMLElement>(`.zone-head[data-zone="${CSS.escape(id)}"]`);
  if (head !== null) head.focus({ preventScroll: true });
  else if (tries > 0) requestAnimationFrame(() => focusZone(id, tries - 1));
}

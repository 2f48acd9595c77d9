/** Puts the keyboard on a zone's head. */
export function focusZone(id: string, page: ParentNode = document): void {
  page.querySelector<HTMLElement>(`.zone-head[data-zone="${CSS.escape(id)}"]`)?.focus({ preventScroll: true });
}

/** How far a step is read on by one press, as a share of what is seen of it. */
const PAGE = 0.8;
/** Less than this is nothing more to read, px. */
const REST = 8;

let part: HTMLElement | null = null;

/** Names the element that scrolls a step's text, or that there is none any more. */
export function readIn(element: HTMLElement | null): void {
  part = element;
}

/** Whether there is more of the step below what is seen. */
export function hasMoreToRead(): boolean {
  return part !== null && part.scrollHeight - part.clientHeight - part.scrollTop > REST;
}

/** Scrolls on to what is below. */
export function readOn(): void {
  part?.scrollBy({ top: part.clientHeight * PAGE, behavior: "smooth" });
}

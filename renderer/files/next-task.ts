/** Resolves in another task: long work that is done in parts lets the window answer between them. */
export function nextTask(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}

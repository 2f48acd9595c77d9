/** Whether a template's name or description has every word that was typed, in any order and case. */
export function matches({ name, description = "" }: { readonly name: string; readonly description?: string | undefined }, wanted: string): boolean {
  const text = `${name} ${description}`.toLowerCase();
  return wanted.toLowerCase().split(/\s+/).every((word) => text.includes(word));
}

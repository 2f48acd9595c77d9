import type { Loss } from "./target.ts";

/** What an export loses as a Markdown table; says so where it is nothing. */
export function lossTable(target: string, losses: readonly Loss[]): string {
  if (losses.length === 0) return `# ${target}: nothing lost\n\nEverything in the design is expressed.\n`;
  const rows = losses.map(({ id, name, property, value, why, instead }) => [`${name} (${id})`, property, value, why, instead]);
  return [
    `# ${target}: what it cannot express`,
    "",
    row(["Node", "Property", "Value", "Why it is lost", "What to do instead"]),
    row(["---", "---", "---", "---", "---"]),
    ...rows.map((cells) => row(cells.map(markdownText))),
    "",
  ].join("\n");
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}

/** Text within Markdown that cannot leave its line or cell, or become markup. */
export function markdownText(text: string): string {
  return text.replaceAll(/[\r\n\t]+/g, " ").replaceAll(/[\\|`*_{}[\]<>#]/g, (character) => `\\${character}`);
}

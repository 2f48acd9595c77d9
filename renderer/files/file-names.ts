const EXTENSION = ".spillway.json";

/** A file name for a design: `Orders at Black Friday` gives `orders-at-black-friday.spillway.json`. */
export function suggestedFileName(name: string): string {
  const stem = name
    .normalize("NFKD")
    .replaceAll(/\p{Mark}/gu, "")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-+|-+$/g, "");
  return `${stem || "design"}${EXTENSION}`;
}

/** A typed name with the extension of designs, unless it is there. */
export function withExtension(name: string): string {
  return name.toLowerCase().endsWith(".json") ? name : `${name}${EXTENSION}`;
}

/** A name inside a folder, with the separator that the folder uses. */
export function joinPath(folder: string, name: string): string {
  const separator = folder.includes("\\") && !folder.includes("/") ? "\\" : "/";
  return folder.endsWith(separator) ? `${folder}${name}` : `${folder}${separator}${name}`;
}

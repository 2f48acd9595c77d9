import { Document } from "yaml";

/**
 * Objects as YAML documents, one after the other. Texts that a reader of YAML 1.1 would take for something else (`on`, `1:30`, `012`) are quoted:
 * Kubernetes reads 1.1, Compose reads 1.2.
 */
export function yamlText(...documents: readonly object[]): string {
  return documents.map((each) => new Document(each, { compat: "yaml-1.1", aliasDuplicateObjects: false }).toString({ lineWidth: 0 })).join("---\n");
}

/** A text without control characters and halves of characters, which YAML, labels and environments do not take. */
export function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cs}\u2028\u2029\uFEFF]+/gu, " ").trim();
}

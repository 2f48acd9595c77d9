/** What JSON has no word for, tagged: bytes, as base64. Enough for what crosses between page and main here. */
export function encode(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) =>
    item instanceof Uint8Array || item instanceof ArrayBuffer
      ? { $bytes: Buffer.from(item instanceof ArrayBuffer ? new Uint8Array(item) : item).toString("base64") }
      : item,
  );
}

/** The inverse of `encode`. */
export function decode(text: string): unknown {
  return JSON.parse(text, (_key, item: unknown) => {
    const bytes = (item as { $bytes?: unknown } | null)?.$bytes;
    return typeof bytes === "string" ? new Uint8Array(Buffer.from(bytes, "base64")) : item;
  });
}

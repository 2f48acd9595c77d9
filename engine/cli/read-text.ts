import { resolve } from "node:path";
import { text } from "node:stream/consumers";
import { MAX_DESIGN_BYTES } from "../../design/document/load.ts";
import { AppError } from "../../design/errors.ts";
import { readDesignFile } from "../host/files/read-design-file.ts";

/** Instead of a file: standard input. */
export const STANDARD_INPUT = "-";

/** The text of a file, or of standard input. Rejects as `readDesignFile` does; input has the same limit. */
export async function readText(file: string, input: () => AsyncIterable<Uint8Array> = () => process.stdin): Promise<string> {
  if (file !== STANDARD_INPUT) return (await readDesignFile(resolve(file))).text;
  return text(limited(input()));
}

async function* limited(input: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  let bytes = 0;
  for await (const chunk of input) {
    bytes += chunk.length;
    if (bytes > MAX_DESIGN_BYTES) throw new AppError("design-too-large", `Standard input has more than ${MAX_DESIGN_BYTES / 1024 / 1024} MB.`);
    yield chunk;
  }
}

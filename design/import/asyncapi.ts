import { AppError } from "../errors.ts";
import { drawChannels } from "./asyncapi-channels.ts";
import { AsyncApiReader } from "./asyncapi-model.ts";
import { AsyncApiOperations } from "./asyncapi-operations.ts";
import { readV2 } from "./asyncapi-v2.ts";
import { readV3 } from "./asyncapi-v3.ts";
import { Drawing } from "./drawing.ts";
import type { ImportResult, ImportSource } from "./source.ts";
import { recordIn, shown, valueIn } from "./values.ts";

/** AsyncAPI 2.x and 3.x: its channels as queues, topics and exchanges, with a producer or consumer for each operation. */
export const asyncapi: ImportSource = {
  title: "AsyncAPI",
  summary: "Channels and operations of an AsyncAPI 2 or 3 document.",
  extensions: [".yaml", ".yml", ".json"],
  recognises: (document) => valueIn(document, "asyncapi") !== undefined,
  read,
};

function read(document: unknown, name: string): ImportResult {
  const given = valueIn(document, "asyncapi");
  const version = typeof given === "string" || typeof given === "number" ? `${given}` : shown(given);
  const major = /^(\d+)/.exec(version)?.[1];
  if (major !== "2" && major !== "3") throw new AppError("import-refused", `This is AsyncAPI ${version.slice(0, 20)} (/asyncapi); versions 2 and 3 are read. Convert it with the AsyncAPI converter.`);
  if (recordIn(valueIn(document, "channels")) === undefined) throw new AppError("import-refused", "This AsyncAPI document has no channels (/channels): there is nothing to draw.");
  const drawing = new Drawing();
  const reader = new AsyncApiReader(document, drawing);
  const found = major === "2" ? readV2(reader) : readV3(reader);
  if (found.channels.length === 0 && found.services === undefined) throw new AppError("import-refused", "This AsyncAPI document has no channels (/channels): there is nothing to draw.");
  const channels = drawChannels(reader, found, drawing);
  new AsyncApiOperations(reader, found, channels, drawing).draw();
  if (found.services === undefined) drawing.note("", "AsyncAPI does not say how much is sent, nor how long the work takes.", "Each producer emits 10 events a second and each consumer takes 10 ms: set what you know.");
  return drawing.result(found.title ?? name, found.description);
}

import { AppError } from "../../design/errors.ts";
import type { Recording } from "../../engine/contract/replay/recording.ts";

/** Reads the recording out of the page's text: base64 of compressed JSON. Rejects with an AppError that says what is wrong with the file. */
export async function readRecording(text: string): Promise<Recording> {
  const recording = await unpacked(text.trim()).catch((cause: unknown) => {
    throw new AppError("design-invalid", "This file holds no recording that can be read: it was cut short or changed on its way. Ask for it again.", { cause });
  });
  if (recording.format !== "spillway-replay" || recording.version !== 1) throw new AppError("design-invalid", "This file holds a recording of another version than the page that plays it.");
  return recording;
}

async function unpacked(text: string): Promise<Recording> {
  const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  const json = await new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"))).text();
  return JSON.parse(json) as Recording;
}

import { promisify } from "node:util";
import { deflate } from "node:zlib";
import { AppError } from "../../design/errors.ts";
import type { Recorder } from "../contract/replay/recorder.ts";
import { thinnedWords } from "../contract/replay/thinned-words.ts";

const compress = promisify(deflate);

/** What the player's page has where a recording and its title go. */
export const RECORDING_PLACE = "SPILLWAY_RECORDING";
export const TITLE_PLACE = "SPILLWAY_TITLE";

/** A replay file is smaller than this, bytes: it can be mailed and put into a wiki. */
export const MOST_BYTES = 5_000_000;

/** A run as one HTML file. */
export interface ReplayPage {
  /** The design's. */
  readonly name: string;
  readonly html: string;
  readonly bytes: number;
  /** What it leaves out, in a sentence; null where that is nothing. */
  readonly thinned: string | null;
}

/**
 * Puts a recording into the player's page, thinned out until the file is small enough. Rejects with an AppError where the
 * design alone is too large. `recordedAt`: ms since 1970.
 */
export async function replayPage(player: string, recorder: Recorder, recordedAt: number, mostBytes = MOST_BYTES): Promise<ReplayPage> {
  // Each time half of it goes; what is left after so many times is the design.
  for (let attempt = 0; attempt < 14; attempt += 1) {
    const recording = recorder.recording(recordedAt);
    const name = recording.designs[0]?.design.name ?? "";
    const html = filled(player, `${name} – replay`, (await compress(JSON.stringify(recording))).toString("base64"));
    const bytes = Buffer.byteLength(html);
    if (bytes < mostBytes) return { name, html, bytes, thinned: thinnedWords(recording) };
    recorder.halve();
  }
  throw new AppError("design-too-large", "This design is too large for a replay in one file.");
}

/** The recording is base64, which has no character that means anything to a browser; the title is text. */
function filled(player: string, title: string, recording: string): string {
  const texts: Record<string, string> = { [TITLE_PLACE]: title.replace(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`), [RECORDING_PLACE]: recording };
  return player.replace(new RegExp(Object.keys(texts).join("|"), "g"), (place) => texts[place] ?? "");
}

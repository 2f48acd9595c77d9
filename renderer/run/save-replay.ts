import { formatExactCount } from "../../design/words/numbers.ts";
import type { CommandContext } from "../commands/command.ts";
import { download } from "../files/download.ts";
import { suggestedFileName } from "../files/file-names.ts";
import { replayWords } from "../words/replay.ts";

/** Saves the present or last run of the open design as one HTML file that plays it without a server, and says what it leaves out. Rejects with the engine's AppError. */
export async function saveReplay({ document, session, engine }: Pick<CommandContext, "document" | "session" | "engine">, save: typeof download = download): Promise<void> {
  const { path, key } = document.getState();
  const { html, bytes, thinned, name } = await engine.call("run.replay", { of: { path, document: key } });
  save(suggestedFileName(name).replace(".spillway.json", ".replay.html"), new Blob([html], { type: "text/html" }));
  session.getState().toast({ level: "success", text: replayWords.saved(formatExactCount(Math.ceil(bytes / 1000))), ...(thinned !== null && { detail: thinned }) });
}

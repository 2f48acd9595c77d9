import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { AppError } from "../../design/errors.ts";
import { packageRoot } from "../host/package-root.ts";

/** The page that plays a recording, as it is built; rejects with an AppError where it is not there. */
export async function readPlayer(root = packageRoot()): Promise<string> {
  try {
    return await readFile(join(root, "dist", "replay", "player.html"), "utf8");
  } catch (error) {
    throw new AppError("file-not-found", "The page that plays replays is missing from this installation. Build it with: npm run build", { cause: error });
  }
}

import { randomBytes } from "node:crypto";
import { AppError } from "../../design/errors.ts";
import { readText } from "./read-text.ts";

/** Fewest characters of a token that somebody chose. */
const FEWEST = 16;

/** The token that workers prove to know: the one that SPILLWAY_RUN_TOKEN names, or a random one for this run. Throws `wrong-use` for one that is easily guessed. */
export function chooseJoinToken({ SPILLWAY_RUN_TOKEN: given }: NodeJS.ProcessEnv): string {
  return given ? longEnough(given) : randomBytes(16).toString("hex");
}

/** The token of the run that is to be joined, from a file or the environment: in a command line every user of the machine would see it. Throws `wrong-use`. */
export async function joinTokenFrom({ SPILLWAY_RUN_TOKEN: given }: NodeJS.ProcessEnv, file: string | undefined): Promise<string> {
  if (file !== undefined) return longEnough((await readText(file)).trim());
  if (given) return longEnough(given);
  throw new AppError("wrong-use", "A run lets in whoever knows its token: set SPILLWAY_RUN_TOKEN, or name a file with --token-file.", { hint: "`spillway run --redis URL` shows the token of its run." });
}

function longEnough(token: string): string {
  if (token.length >= FEWEST) return token;
  throw new AppError("wrong-use", `A run's token has ${FEWEST} characters or more.`);
}

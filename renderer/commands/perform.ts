import { isAppError, messageOf } from "../../design/errors.ts";
import { isEnabled, type Command, type CommandContext } from "./command.ts";

/** Performs a command if it makes sense now; what goes wrong is told in a toast. Resolves to whether it was performed. */
export async function perform(command: Command, context: CommandContext): Promise<boolean> {
  if (!isEnabled(command, context)) return false;
  try {
    await command.perform(context);
    return true;
  } catch (error) {
    tellFailure(error, context);
    return false;
  }
}

/** Tells what went wrong, in the words of the error. */
export function tellFailure(error: unknown, context: Pick<CommandContext, "session">): void {
  const { hint, code } = isAppError(error) ? error : {};
  if (code === undefined) console.error(error);
  context.session.getState().toast({ level: "error", text: messageOf(error), ...(hint !== undefined && { detail: hint }), ...(code !== undefined && { about: code }) });
}

import { engine } from "../connection/engine-slot.ts";
import { documentStore } from "../stores/document-store.ts";
import { runStore } from "../stores/run-store.ts";
import { sessionStore } from "../stores/session-store.ts";
import type { CommandContext } from "./command.ts";

/** What this window's commands act on. */
export const commandContext: CommandContext = { document: documentStore, session: sessionStore, run: runStore, engine };

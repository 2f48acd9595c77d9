import { Keyboard } from "lucide-react";
import type { Command } from "./command.ts";

/** Where to look when one does not know. */
export const helpCommands: readonly Command[] = [
  {
    id: "help.shortcuts",
    label: "Keyboard shortcuts",
    keywords: ["keys", "help", "cheat sheet"],
    group: "help",
    keys: ["?"],
    icon: Keyboard,
    perform: ({ session }) => session.getState().openDialog("shortcuts"),
  },
];

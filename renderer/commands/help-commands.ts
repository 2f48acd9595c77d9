import { Keyboard, SwatchBook } from "lucide-react";
import { galleryWords } from "../words/gallery.ts";
import type { Command } from "./command.ts";
import { commandsWords } from "../words/commands.ts";

/** Where to look when one does not know. */
export const helpCommands: readonly Command[] = [
  {
    id: "help.shortcuts",
    label: commandsWords.keyboardShortcuts,
    keywords: ["keys", "help", "cheat sheet"],
    group: "help",
    keys: ["?"],
    icon: Keyboard,
    perform: ({ session }) => session.getState().openDialog("shortcuts"),
  },
  {
    id: "help.gallery",
    label: galleryWords.command,
    keywords: ["design system", "components", "cards", "states", "theme"],
    group: "help",
    icon: SwatchBook,
    // In a window of its own: its made-up numbers have nothing to do with the run of this one.
    perform: () => void window.open(new URL(`gallery${location.search}`, document.baseURI), "_blank", "noopener"),
  },
];

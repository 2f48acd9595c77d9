import { kindOf, kindTypes } from "../../design/kinds/registry.ts";
import { withArticle } from "../../design/document/display-name.ts";
import { iconOf } from "../ui/kind-icon.tsx";
import type { Command } from "./command.ts";
import { commandsWords } from "../words/commands.ts";

/** One command for each kind: places it at a free spot near the view's centre. */
export const insertCommands: readonly Command[] = kindTypes.map((type): Command => {
  const { title, summary, category, icon } = kindOf(type);
  return {
    id: `insert.${type}`,
    label: commandsWords.addWithArticle(withArticle(title.toLowerCase())),
    keywords: [type, summary, category, "insert", "new", "place"],
    group: "insert",
    section: category,
    icon: iconOf(icon),
    perform: ({ session }) => session.getState().requestPlace(type),
  };
});

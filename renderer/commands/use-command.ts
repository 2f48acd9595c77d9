import { useEffect, useState } from "react";
import { isEnabled, labelOf, type Command } from "./command.ts";
import { commandContext } from "./context.ts";
import { lessonStore } from "../lessons/lesson-store.ts";
import { formatKeys } from "./keys.ts";
import { perform } from "./perform.ts";
import { commandOf } from "./registry.ts";

/** A command as a button shows it. */
export interface CommandView {
  readonly label: string;
  readonly enabled: boolean;
  readonly checked: boolean | undefined;
  /** Its first shortcut, written for people. */
  readonly shortcut: string | undefined;
  readonly perform: () => void;
}

const stores = [commandContext.document, commandContext.session, commandContext.run, lessonStore];

/** A command's present label and state; re-renders only when they change. An unknown id is a disabled command. */
export function useCommand(id: string): CommandView {
  const command = commandOf(id);
  const [reading, setReading] = useState(() => read(command));
  useEffect(() => {
    function update(): void {
      setReading((before) => {
        const now = read(command);
        return before.label === now.label && before.enabled === now.enabled && before.checked === now.checked ? before : now;
      });
    }
    update();
    const ends = stores.map((store) => (store.subscribe as (listener: () => void) => () => void)(update));
    return () => ends.forEach((end) => end());
  }, [command]);
  return {
    ...reading,
    shortcut: shortcutOf(command),
    perform: () => {
      if (command) void perform(command, commandContext);
    },
  };
}

/** A command's first shortcut, written for people. */
export function shortcutOf(command: Command | undefined): string | undefined {
  const keys = command?.keys?.[0];
  return keys === undefined ? undefined : formatKeys(keys);
}

function read(command: Command | undefined): Pick<CommandView, "label" | "enabled" | "checked"> {
  if (!command) return { label: "", enabled: false, checked: undefined };
  return { label: labelOf(command, commandContext), enabled: isEnabled(command, commandContext), checked: command.checked?.(commandContext) };
}

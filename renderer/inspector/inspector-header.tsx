import { PanelRightClose } from "lucide-react";
import { useState, type ReactNode } from "react";
import { useCommand } from "../commands/use-command.ts";
import { documentStore } from "../stores/document-store.ts";
import { IconButton } from "../ui/icon-button.tsx";
import { inspectorWords } from "../words/inspector.ts";

export interface InspectorHeaderProps {
  readonly icon: ReactNode;
  readonly name: string;
  /** Stands where there is no name. */
  readonly placeholder: string;
  /** Accessible name of the name's field. */
  readonly label: string;
  readonly subtitle: string;
  /** Without it the name cannot be changed. */
  readonly onRename?: (name: string) => void;
}

/** What is inspected: its icon, its name to be changed in place, what it is. */
export function InspectorHeader({ icon, name, placeholder, label, subtitle, onRename }: InspectorHeaderProps) {
  const [draft, setDraft] = useState<string | null>(null);
  const hide = useCommand("view.toggle-inspector");
  return (
    <header className="inspector-header">
      {icon}
      <div className="inspector-heading">
        {onRename ? (
          <input
            className="inspector-name"
            aria-label={label}
            value={draft ?? name}
            placeholder={placeholder}
            maxLength={200}
            spellCheck={false}
            onChange={(event) => {
              setDraft(event.target.value);
              onRename(event.target.value);
            }}
            onBlur={() => {
              setDraft(null);
              documentStore.getState().mark();
            }}
            onKeyDown={(event) => {
              if (event.key === "Enter" || event.key === "Escape") event.currentTarget.blur();
            }}
          />
        ) : (
          <h2 className="inspector-name">{name}</h2>
        )}
        <p className="inspector-subtitle">{subtitle}</p>
      </div>
      <IconButton icon={PanelRightClose} label={inspectorWords.hideTheInspector} shortcut={hide.shortcut} onClick={hide.perform} />
    </header>
  );
}

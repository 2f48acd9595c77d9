import { PanelLeftClose, Search } from "lucide-react";
import { useMemo, useRef, useState, type KeyboardEvent } from "react";
import { sessionStore } from "../stores/session-store.ts";
import { IconButton } from "../ui/icon-button.tsx";
import { useCommand } from "../commands/use-command.ts";
import { paletteGroups } from "./palette-groups.ts";
import { PaletteItem } from "./palette-item.tsx";
import { paletteWords } from "../words/palette.ts";
import "./palette.css";

/** What can be placed: searchable, by category; drag a kind to the canvas, or press Enter on it. */
export function Palette() {
  const [query, setQuery] = useState("");
  const list = useRef<HTMLDivElement>(null);
  const groups = useMemo(() => paletteGroups(query), [query]);
  const toggle = useCommand("view.toggle-palette");
  const first = groups[0]?.kinds[0];

  function onSearchKey(event: KeyboardEvent): void {
    if (event.key === "Enter" && first) sessionStore.getState().requestPlace(first);
    else if (event.key === "ArrowDown") focusItem(list.current, 0);
    else if (event.key === "Escape" && query !== "") setQuery("");
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <div className="palette">
      <div className="palette-top">
        <label className="search-field">
          <Search size={14} aria-hidden="true" />
          <input
            type="search"
            placeholder={paletteWords.findANode}
            aria-label={paletteWords.findANodeLabel}
            value={query}
            onChange={(event) => setQuery(event.target.value)}
            onKeyDown={onSearchKey}
          />
        </label>
        <IconButton icon={PanelLeftClose} label={paletteWords.hideThePalette} shortcut={toggle.shortcut} onClick={toggle.perform} />
      </div>
      <div className="palette-list scroll" ref={list} onKeyDown={(event) => moveFocus(event, list.current)}>
        {groups.map(({ category, kinds }) => (
          <section key={category} aria-labelledby={`palette-${category}`}>
            <h2 id={`palette-${category}`} className="palette-heading">
              {category}
            </h2>
            <ul>
              {kinds.map((kind) => (
                <PaletteItem key={kind} kind={kind} />
              ))}
            </ul>
          </section>
        ))}
        {groups.length === 0 && <p className="palette-empty">{paletteWords.noNodeIsCalledQueryTryQueue(query)}</p>}
      </div>
    </div>
  );
}

function itemsOf(list: HTMLElement | null): HTMLElement[] {
  return [...(list?.querySelectorAll<HTMLElement>(".palette-item") ?? [])];
}

function focusItem(list: HTMLElement | null, index: number): void {
  itemsOf(list)[index]?.focus();
}

function moveFocus(event: KeyboardEvent, list: HTMLElement | null): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step === undefined) return;
  const items = itemsOf(list);
  const index = items.indexOf(document.activeElement as HTMLElement) + step;
  if (index < 0 || index >= items.length) return;
  event.preventDefault();
  items[index]?.focus();
}

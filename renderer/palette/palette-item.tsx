import type { DragEvent } from "react";
import { kindOf, type KindType } from "../../design/kinds/registry.ts";
import { sessionStore } from "../stores/session-store.ts";
import { KindIcon } from "../ui/kind-icon.tsx";
import { KIND_DRAG_TYPE } from "./drag-type.ts";

/** One kind: its icon, its name and what it does in a line. */
export function PaletteItem({ kind }: { readonly kind: KindType }) {
  const { title, summary, help } = kindOf(kind);

  function onDragStart(event: DragEvent<HTMLButtonElement>): void {
    event.dataTransfer.setData(KIND_DRAG_TYPE, kind);
    event.dataTransfer.effectAllowed = "copy";
    const tile = event.currentTarget.querySelector(".kind-icon");
    if (tile) event.dataTransfer.setDragImage(tile, 16, 16);
  }

  return (
    <li>
      <button
        type="button"
        className="palette-item"
        data-kind={kind}
        title={help}
        draggable
        onDragStart={onDragStart}
        onClick={() => sessionStore.getState().requestPlace(kind)}
      >
        <KindIcon kind={kind} />
        <span className="palette-text">
          <span className="palette-title">{title}</span>
          <span className="palette-summary">{summary}</span>
        </span>
      </button>
    </li>
  );
}
